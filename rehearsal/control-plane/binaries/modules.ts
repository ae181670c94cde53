import * as path from "node:path";
import { type GoModule, moduleFingerprint, moduleVersion } from "../../go-build/module";
import { cacheHome } from "../../home";

/** The programs that a control plane consists of, and the one that people look at it with. */
export const binaryNames = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl", "kwok"] as const;
export type BinaryName = (typeof binaryNames)[number];

/** Those that run. */
export const programNames = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"] as const;
export type ProgramName = (typeof programNames)[number];

function kubernetesFlags(version: string): string {
    const [major = "", minor = ""] = version.split(".");
    return ["component-base/version", "client-go/pkg/version"]
        .flatMap((place) => [`${place}.gitVersion=v${version}`, `${place}.gitMajor=${major}`, `${place}.gitMinor=${minor}`])
        .map((setting) => `-X k8s.io/${setting}`)
        .join(" ");
}

/** The Go modules that pin and build them. What one module holds is built together, since its programs share most packages. */
export const controlPlaneModules: Readonly<Record<"etcd" | "kubernetes" | "kwok", GoModule>> = {
    etcd: {
        title: "etcd",
        folder: path.join(__dirname, "etcd"),
        pins: "go.etcd.io/etcd/server/v3",
        binaries: { etcd: "." },
        linkerFlags: () => "",
    },
    kubernetes: {
        title: "Kubernetes' control plane",
        folder: path.join(__dirname, "kubernetes"),
        pins: "k8s.io/kubernetes",
        binaries: {
            "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
            "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
            "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
            kubectl: "k8s.io/kubernetes/cmd/kubectl",
        },
        linkerFlags: kubernetesFlags,
    },
    kwok: {
        title: "kwok",
        folder: path.join(__dirname, "kwok"),
        pins: "sigs.k8s.io/kwok",
        binaries: { kwok: "sigs.k8s.io/kwok/cmd/kwok" },
        linkerFlags: () => "",
    },
};

export type ModuleName = keyof typeof controlPlaneModules;

export function moduleOf(binary: BinaryName): ModuleName {
    return binary === "etcd" || binary === "kwok" ? binary : "kubernetes";
}

/** Folder of what was built from a module: per user and per pinned version, outside the checkout. */
export function builtFolder(name: ModuleName): string {
    const module = controlPlaneModules[name];
    return path.join(cacheHome(), "control-plane", `${name}-${moduleVersion(module)}-${moduleFingerprint(module)}`);
}
