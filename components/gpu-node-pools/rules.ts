import { findSize } from "../core/catalog";
import { parseCidr, prefixFor, sizeOf } from "../core/cidr";
import type { ClusterAddresses } from "../core/contracts";
import { finding, underPath, type Finding } from "../core/findings";
import { countRules, diskRules, sizeRules, zoneRules } from "../core/pool-rules";
import { fixedLabels } from "./plan";
import { POOL_KEY_PATTERN, type GpuPoolSpec } from "./spec";

export { GPU_POOL_DEFAULTS, POOL_KEY_PATTERN, type GpuPoolSpec } from "./spec";

/** What the pools' rules must know of their cluster. */
export interface GpuPoolContext {
    readonly addresses: ClusterAddresses;
}

/** Every pool by itself, and, where the cluster's addresses are known, all of them together. Paths begin with the pool's key. */
export function gpuPoolRules(pools: Readonly<Record<string, GpuPoolSpec>>, context?: GpuPoolContext): Finding[] {
    return [
        ...Object.entries(pools).flatMap(([key, spec]) => underPath(pathOf(key), poolRules(key, spec))),
        ...(context === undefined ? [] : roomRules(pools, context.addresses)),
    ];
}

/** A key that is no name at all, say with a dot in it, is quoted, so that its path can be read. */
function pathOf(key: string): string {
    return /^[\w-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`;
}

function poolRules(key: string, spec: GpuPoolSpec): Finding[] {
    return [
        ...keyRules(key),
        ...gpuSizeRules(spec),
        ...countRules("", spec, 0),
        ...zoneRules("zones", spec.zones),
        ...diskRules("osDiskSizeGiB", spec.osDiskSizeGiB),
        ...podRules(spec),
        ...labelRules(key, spec),
        ...generationRules(spec),
    ];
}

function keyRules(key: string): Finding[] {
    return POOL_KEY_PATTERN.test(key)
        ? []
        : [
              finding(
                  "gpu-pools/name",
                  "",
                  key,
                  "a pool's name has 1 to 7 lower-case letters and digits, the first a letter",
                  "shorten it: Azure allows 12 characters, and the capacity letter and the generation come behind it",
              ),
          ];
}

function gpuSizeRules(spec: GpuPoolSpec): Finding[] {
    const path = "size";
    const found = sizeRules(path, spec.size, (size) => size.gpu?.manufacturer === "nvidia");
    const size = findSize(spec.size);
    if (size === undefined) {
        return found;
    }
    if (size.gpu === undefined) {
        return [
            ...found,
            finding(
                "gpu-pools/size-without-gpu",
                path,
                spec.size,
                "the size has no GPU",
                "use a GPU size, for example Standard_NC4as_T4_v3; pools without GPUs do not belong here",
            ),
        ];
    }
    if (size.gpu.manufacturer === "amd") {
        return [
            ...found,
            finding(
                "gpu-pools/size-not-nvidia",
                path,
                spec.size,
                "the size has AMD GPUs, whose driver, resource name and taint differ",
                "use a size with NVIDIA GPUs, for example Standard_NC24ads_A100_v4",
            ),
        ];
    }
    if (size.gpu.aksDriver === "none" && spec.driver !== "operator") {
        return [
            ...found,
            finding(
                "gpu-pools/driver",
                "driver",
                spec.driver,
                "AKS installs no driver on this size",
                'set driver to "operator" and run the GPU Operator',
            ),
        ];
    }
    return found;
}

function podRules({ maxPods }: GpuPoolSpec): Finding[] {
    return maxPods === undefined || (Number.isInteger(maxPods) && maxPods >= 10 && maxPods <= 250)
        ? []
        : [finding("gpu-pools/max-pods", "maxPods", maxPods, "a node takes a whole number of pods from 10 to 250", "leave it out for 110")];
}

const LABEL_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_PREFIX = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

function isLabelKey(key: string): boolean {
    const parts = key.split("/");
    const [prefix, name] = parts.length === 1 ? [undefined, parts[0]] : parts;
    return parts.length <= 2 && name !== undefined && LABEL_NAME.test(name) && (prefix === undefined || LABEL_PREFIX.test(prefix));
}

/** Labels of the user's own: legal in Kubernetes, not AKS's, and not those that placement depends on. */
function labelRules(key: string, spec: GpuPoolSpec): Finding[] {
    const fixed = Object.keys(fixedLabels(key, true));
    return Object.entries(spec.labels ?? {}).flatMap(([label, value]) => {
        const path = `labels[${JSON.stringify(label)}]`;
        if (!isLabelKey(label) || !(value === "" || LABEL_NAME.test(value))) {
            return [
                finding(
                    "gpu-pools/label-syntax",
                    path,
                    value,
                    "not a Kubernetes label: name and value have at most 63 letters, digits, - _ . and begin and end with a letter or digit",
                    "correct the label, for example team: research",
                ),
            ];
        }
        if (fixed.includes(label) || /(?:^|\.)(?:kubernetes\.azure\.com|kubernetes\.io|k8s\.io)\//.test(label)) {
            return [
                finding(
                    "gpu-pools/label-reserved",
                    path,
                    value,
                    "the label is set by the pool, by AKS or by Kubernetes",
                    "remove it, or use a name with a prefix of your own",
                ),
            ];
        }
        return [];
    });
}

function generationRules({ generation }: GpuPoolSpec): Finding[] {
    return generation === undefined || (Number.isInteger(generation) && generation >= 1 && generation <= 9999)
        ? []
        : [
              finding(
                  "gpu-pools/generation",
                  "generation",
                  generation,
                  "the generation is a whole number from 1 to 9999",
                  "leave it out, or raise it by one to replace the pool",
              ),
          ];
}

/** Nodes of all pools at their largest, with the system pool's, must find room in the subnet and in the pod range. */
function roomRules(pools: Readonly<Record<string, GpuPoolSpec>>, addresses: ClusterAddresses): Finding[] {
    // GPU pools upgrade in place (no surge), so their largest size is all they need.
    const gpuNodes = Object.values(pools).reduce((sum, { maxCount }) => sum + (Number.isInteger(maxCount) ? Math.max(maxCount, 0) : 0), 0);
    const nodes = addresses.systemNodes + gpuNodes;
    const found: Finding[] = [];
    const subnet = parseCidr(addresses.nodeSubnet);
    if (gpuNodes > 0 && subnet !== undefined && sizeOf(subnet) - 5 < nodes) {
        found.push(
            finding(
                "gpu-pools/subnet-too-small",
                "",
                gpuNodes,
                `the node subnet ${addresses.nodeSubnet} has ${Math.max(sizeOf(subnet) - 5, 0)} usable addresses; all pools at their largest with the system pool's surge need ${nodes}`,
                `use a node subnet of /${prefixFor(nodes + 5)} or larger, or lower maxCount`,
            ),
        );
    }
    const pods = parseCidr(addresses.podCidr);
    if (gpuNodes > 0 && pods !== undefined && Math.floor(sizeOf(pods) / 256) < nodes) {
        found.push(
            finding(
                "gpu-pools/pod-cidr-too-small",
                "",
                gpuNodes,
                `each node takes a /24 of the pod range ${addresses.podCidr}, which has room for ${Math.floor(sizeOf(pods) / 256)} nodes; all pools need ${nodes}`,
                `use a pod range of /${prefixFor(nodes * 256)} or larger, or lower maxCount`,
            ),
        );
    }
    return found;
}
