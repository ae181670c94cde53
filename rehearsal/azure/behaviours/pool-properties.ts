import type { Properties } from "../../provider/values";
import { isObject } from "../../provider/values";
import { findSize } from "../data/catalog";
import { numberAt, textAt, textsAt } from "../request";
import { isAutoscaled } from "../rules/pools";
import { patchVersion } from "../rules/versions";
import { merged } from "../schema/project";

const SPOT_LABEL = "kubernetes.azure.com/scalesetpriority";
const SPOT_TAINT = `${SPOT_LABEL}=spot:NoSchedule`;

/** What a pool needs to know of its cluster. */
export interface PoolSurroundings {
    readonly kubernetesVersion: string;
    readonly overlay: boolean;
}

/** OS disk that AKS chooses by the number of vCPUs when none is asked for (AKS node configuration docs). */
function defaultDiskGiB(vcpus: number): number {
    return vcpus < 8 ? 128 : vcpus < 16 ? 256 : vcpus < 64 ? 512 : 1024;
}

/** Ubuntu release behind the SKU `Ubuntu`: 24.04 from Kubernetes 1.35 on (AKS changelog 2026). */
function imageOf(osSku: string, version: string): string {
    const minor = Number(version.split(".")[1] ?? 0);
    const names: Readonly<Record<string, string>> = {
        Ubuntu: minor >= 35 ? "AKSUbuntu-2404gen2containerd" : "AKSUbuntu-2204gen2containerd",
        Ubuntu2204: "AKSUbuntu-2204gen2containerd",
        Ubuntu2404: "AKSUbuntu-2404gen2containerd",
        AzureLinux: "AKSAzureLinux-V3gen2",
        AzureLinux3: "AKSAzureLinux-V3gen2",
    };
    return `${names[osSku] ?? `AKS${osSku}`}-202611.01.0`;
}

/**
 * A pool as AKS stores it: what was sent, over AKS's defaults.
 * @param previous the pool as it stands; the count of an autoscaled one stays as the autoscaler set it, whatever the request says
 */
export function poolBody(sent: Properties, surroundings: PoolSurroundings, previous?: Properties): Properties {
    const size = findSize(textAt(sent, "vmSize") ?? "");
    const version = textAt(sent, "orchestratorVersion") ?? textAt(previous, "orchestratorVersion") ?? surroundings.kubernetesVersion;
    const autoscaled = isAutoscaled(sent);
    const kept = autoscaled && isAutoscaled(previous) ? numberAt(previous, "count") : undefined;
    const defaults: Properties = {
        count: autoscaled ? (numberAt(sent, "minCount") ?? 1) : 1,
        enableAutoScaling: false,
        enableEncryptionAtHost: false,
        enableFIPS: false,
        enableNodePublicIP: false,
        enableUltraSSD: false,
        kubeletDiskType: "OS",
        maxPods: sent["podSubnetID"] === undefined && !surroundings.overlay ? 30 : 250,
        mode: "User",
        orchestratorVersion: version,
        osDiskSizeGB: defaultDiskGiB(size?.vcpus ?? 0),
        osDiskType: "Managed",
        osSKU: textAt(sent, "osType") === "Windows" ? "Windows2022" : "Ubuntu",
        osType: "Linux",
        powerState: { code: "Running" },
        scaleDownMode: "Delete",
        securityProfile: { enableSecureBoot: false, enableVTPM: false },
        type: "VirtualMachineScaleSets",
        ...(sent["scaleSetPriority"] === "Spot" ? {} : { upgradeSettings: { maxSurge: "10%", maxUnavailable: "0" } }),
        vmSize: "Standard_D8ds_v5",
        ...((size?.gpus ?? 0) > 0 ? { gpuProfile: { driver: "Install" } } : {}),
    };
    const body = merged(defaults, kept === undefined ? sent : { ...sent, count: kept });
    if (numberAt(body, "osDiskSizeGB") === 0) {
        body["osDiskSizeGB"] = defaultDiskGiB(size?.vcpus ?? 0);
    }
    return body["scaleSetPriority"] === "Spot" ? withSpot(body) : body;
}

/** AKS labels and taints spot nodes by itself. */
function withSpot(body: Properties): Properties {
    const labels = body["nodeLabels"];
    const taints = textsAt(body, "nodeTaints");
    return {
        scaleSetEvictionPolicy: "Delete",
        spotMaxPrice: -1,
        ...body,
        nodeLabels: merged({ [SPOT_LABEL]: "spot" }, isObject(labels) ? labels : {}),
        nodeTaints: taints.includes(SPOT_TAINT) ? taints : [...taints, SPOT_TAINT],
    };
}

export function poolComputed(body: Properties): Properties {
    const version = textAt(body, "orchestratorVersion") ?? "";
    return {
        currentOrchestratorVersion: patchVersion(version),
        nodeImageVersion: imageOf(textAt(body, "osSKU") ?? "Ubuntu", version),
    };
}
