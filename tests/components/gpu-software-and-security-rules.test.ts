import { gpuSoftwareRules, type GpuSoftwareSpec } from "../../components/gpu-software/rules";
import { securityRules, type Exposure } from "../../components/security/rules";
import { brief } from "../support/mocks-fixtures";

describe("rules of the software for GPUs", () => {
    const aks = { driver: "aks", sharing: { kind: "none" } } as const;
    const operator = { ...aks, driver: "operator" } as const;

    it.each<[GpuSoftwareSpec, "aks" | "operator", string[]]>([
        [{ kind: "none" }, "aks", []],
        [{ kind: "none" }, "operator", []],
        [{ kind: "device-plugin" }, "aks", []],
        [{ kind: "device-plugin" }, "operator", ["error gpu-software/no-driver @ t4.driver"]],
        [{ kind: "gpu-operator" }, "aks", ["error gpu-software/driver-twice @ t4.driver"]],
        [{ kind: "gpu-operator" }, "operator", []],
        [{ kind: "gpu-operator", driver: "aks" }, "aks", []],
        [{ kind: "gpu-operator", driver: "aks" }, "operator", ["error gpu-software/no-driver @ t4.driver"]],
    ])("S0-44 S3-14 S4-16 want exactly one driver: %j on a pool with the driver of %s", (spec, driver, expected) => {
        expect(brief(gpuSoftwareRules(spec, { t4: driver === "aks" ? aks : operator }))).toEqual(expected);
    });

    it("S3-14 warn of two ways to install the driver in one cluster, where an operator of the user's own would run on all nodes", () => {
        expect(brief(gpuSoftwareRules({ kind: "none" }, { a: aks, b: operator }))).toEqual([
            "warning gpu-software/mixed-drivers @ b.driver",
        ]);
    });

    it("S0-47 refuse time-slicing that nobody would do, and leave MIG to the nodes", () => {
        const sliced = { ...aks, sharing: { kind: "time-slicing", replicas: 4 } } as const;
        const split = { ...aks, sharing: { kind: "mig" } } as const;
        expect(brief(gpuSoftwareRules({ kind: "none" }, { sliced, split }))).toEqual(["error gpu-software/sharing @ sliced.sharing.kind"]);
        expect(brief(gpuSoftwareRules({ kind: "device-plugin" }, { sliced, split }))).toEqual([]);
    });
});

describe("rules of MIG and the software for GPUs", () => {
    const single = { driver: "aks", sharing: { kind: "mig" } } as const;
    const mixed = { driver: "aks", sharing: { kind: "mig", strategy: "mixed" } } as const;

    it.each<GpuSoftwareSpec>([{ kind: "none" }, { kind: "gpu-operator" }])(
        "S0-47 B15 refuse instances without the driver that splits the GPUs: %j",
        (spec) => {
            expect(brief(gpuSoftwareRules(spec, { a: { ...single, driver: "operator" } }))).toEqual([
                "error gpu-software/mig-driver @ a.sharing.kind",
            ]);
        },
    );

    it("S3-14 refuse two strategies under the GPU Operator, which has one, and let the device plugin have both", () => {
        const pools = { a: single, b: { driver: "aks", sharing: { kind: "none" } }, c: mixed, d: single } as const;
        expect(brief(gpuSoftwareRules({ kind: "gpu-operator", driver: "aks" }, pools))).toEqual([
            "error gpu-software/mig-strategies @ c.sharing.strategy",
        ]);
        expect(gpuSoftwareRules({ kind: "gpu-operator", driver: "aks" }, { b: pools.b, c: mixed })).toEqual([]);
        expect(gpuSoftwareRules({ kind: "device-plugin" }, pools)).toEqual([]);
    });
});

describe("rules of a hardened environment", () => {
    const closed: Exposure = {
        cluster: { access: { kind: "private" }, adminKubeconfig: false, networkPolicy: "cilium" },
        ingress: { kind: "gateway", exposure: "internal" },
        registry: { sku: "Premium" },
        objectStore: { kind: "blob", privateEndpoint: true },
    };
    const open: Exposure = {
        cluster: { access: { kind: "public" }, adminKubeconfig: true, networkPolicy: "none" },
        ingress: { kind: "gateway", exposure: "public" },
        registry: { sku: "Basic" },
        objectStore: { kind: "blob" },
    };

    it("S0-9 S0-10 find everything that is open, by its path", () => {
        expect(brief(securityRules("hardened", open))).toEqual([
            "error security/public-api-server @ cluster.access.kind",
            "error security/admin-kubeconfig @ cluster.adminKubeconfig",
            "error security/no-network-policy @ cluster.networkPolicy",
            "error security/public-ingress @ ingress.exposure",
            "warning security/public-registry @ registry.sku",
            "warning security/public-object-store @ objectStore.privateEndpoint",
        ]);
    });

    it("have nothing against what is closed, nor against anything in a standard environment", () => {
        expect(securityRules("hardened", closed)).toEqual([]);
        expect(securityRules("hardened", { ...closed, ingress: { kind: "none" }, objectStore: { kind: "none" } })).toEqual([]);
        expect(securityRules("standard", open)).toEqual([]);
    });

    it("S0-54 take restricted access for closed, but not when a range is the whole internet", () => {
        const restricted = (...authorizedIpRanges: string[]): Exposure => {
            return { ...closed, cluster: { ...closed.cluster, access: { kind: "restricted", authorizedIpRanges } } };
        };
        expect(securityRules("hardened", restricted("203.0.113.0/24"))).toEqual([]);
        expect(brief(securityRules("hardened", restricted("203.0.113.0/24", "0.0.0.0/0")))).toEqual([
            "error security/public-api-server @ cluster.access.authorizedIpRanges",
        ]);
    });
});
