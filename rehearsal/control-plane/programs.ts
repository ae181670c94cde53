import type { ProgramName } from "./binaries/modules";
import { kubeconfigOf, serverCertificate, serviceAccountKey } from "./credentials";
import type { PlaneFolder } from "./folder";

/** What a control plane is started with beside its folder. */
export interface PlaneSettings {
    /** Addresses of Services, for example `172.20.0.0/16`, as the cluster's properties in Azure say. */
    readonly serviceCidr: string;
    /** Port of the API server on 127.0.0.1. */
    readonly port: number;
    /** Stages that kwok takes nodes and pods through. */
    readonly stages: string;
}

/**
 * How each program is called. Nothing but the API server listens on a port: etcd has a socket in the plane's folder, which only its owner can
 * open, and the others have no need to be asked anything.
 */
export function programArguments(name: ProgramName, folder: PlaneFolder, settings: PlaneSettings): string[] {
    switch (name) {
        case "etcd":
            return [
                `--data-dir=${folder.data}`,
                `--listen-client-urls=unix://${folder.socket}`,
                // etcd refuses to advertise a socket; nobody asks for this address, and nobody can connect to it
                "--advertise-client-urls=http://127.0.0.111:0",
                "--listen-peer-urls=http://127.0.0.1:0",
                "--log-level=warn",
                // A rehearsal survives `kill -9` without: what was written is in the system's cache. Only the machine must not lose power.
                "--unsafe-no-fsync=true",
            ];
        case "kube-apiserver":
            return [
                `--etcd-servers=unix://${folder.socket}`,
                "--bind-address=127.0.0.1",
                `--secure-port=${String(settings.port)}`,
                `--cert-dir=${folder.certificates}`,
                `--token-auth-file=${folder.tokens}`,
                "--anonymous-auth=false",
                "--authorization-mode=Node,RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                `--service-account-key-file=${serviceAccountKey(folder)}`,
                `--service-account-signing-key-file=${serviceAccountKey(folder)}`,
                `--service-cluster-ip-range=${settings.serviceCidr}`,
                // as AKS has it: whoever requests nvidia.com/gpu tolerates a taint of that key
                "--enable-admission-plugins=ExtendedResourceToleration",
                // drivers and device plugins are privileged, and AKS allows them
                "--allow-privileged=true",
                // an address of loopback cannot be an endpoint, and nothing runs that would use it
                "--endpoint-reconciler-type=none",
                "--profiling=false",
            ];
        case "kube-controller-manager":
            return [
                `--kubeconfig=${kubeconfigOf(folder, "kube-controller-manager")}`,
                `--service-account-private-key-file=${serviceAccountKey(folder)}`,
                `--root-ca-file=${serverCertificate(folder)}`,
                "--leader-elect=false",
                "--secure-port=0",
                "--profiling=false",
                // a busy machine, or a laptop that slept, is no reason to evict pods
                "--node-monitor-grace-period=5m",
                "--kube-api-qps=300",
                "--kube-api-burst=600",
            ];
        case "kube-scheduler":
            return [
                `--kubeconfig=${kubeconfigOf(folder, "kube-scheduler")}`,
                "--leader-elect=false",
                "--secure-port=0",
                "--profiling=false",
                "--kube-api-qps=300",
                "--kube-api-burst=600",
            ];
        case "kwok":
            return [
                `--kubeconfig=${kubeconfigOf(folder, "kwok")}`,
                `--config=${settings.stages}`,
                "--manage-all-nodes=true",
                "--node-lease-duration-seconds=40",
                "--server-address=",
            ];
    }
}
