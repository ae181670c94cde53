import { armIdForm, parseArmId } from "../core/arm-id";
import { ephemeralOsDiskGiB, findSize, type VmSize } from "../core/catalog";
import type { ClusterAddresses } from "../core/contracts";
import { findingsOf, underPath, type Finding } from "../core/findings";
import { labelFaults, type LabelFault } from "../core/label-syntax";
import { FEWEST_PODS_IN_POOL, roomFaults, systemDemand, type RoomDemand, type RoomFault } from "../core/pool-room";
import { countRules, diskRules, sizeRules, zoneRules } from "../core/pool-rules";
import { agentPoolName, fixedLabels } from "./plan";
import { GPU_POOL_RULES } from "./rule-table";
import { sharingRules } from "./sharing-rules";
import { GPU_POOL_DEFAULTS, POOL_KEY_PATTERN, type GpuPoolSpec } from "./spec";

export { unbuiltParts } from "./plan";
export { GPU_POOL_RULES } from "./rule-table";
export { GPU_POOL_DEFAULTS, MIG_PROFILES, POOL_KEY_PATTERN, type GpuPoolSpec } from "./spec";

const finding = findingsOf(GPU_POOL_RULES);

/** What the pools' rules must know of their cluster. */
export interface GpuPoolContext {
    readonly addresses: ClusterAddresses;
    /**
     * What pools beside the system pool and these take of the room.
     * @default []
     */
    readonly others?: readonly RoomDemand[];
}

/** Every pool by itself, and, where the cluster's addresses are known, all of them together. Paths begin with the pool's key. */
export function gpuPoolRules(pools: Readonly<Record<string, GpuPoolSpec>>, context?: GpuPoolContext): Finding[] {
    return [
        ...Object.entries(pools).flatMap(([key, spec]) => underPath(pathOf(key), poolRules(key, spec))),
        ...(context === undefined ? [] : roomRules(pools, context)),
    ];
}

/** Names in Azure of the pools that the entries make. */
export function gpuPoolNames(pools: Readonly<Record<string, GpuPoolSpec>>): string[] {
    return Object.entries(pools).flatMap(([key, { capacity = GPU_POOL_DEFAULTS.capacity, generation = GPU_POOL_DEFAULTS.generation }]) =>
        capacity.map((one) => agentPoolName(key, one === "spot", generation)),
    );
}

/** A key that is no name at all, say with a dot in it, is quoted, so that its path can be read. */
function pathOf(key: string): string {
    return /^[\w-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`;
}

function poolRules(key: string, spec: GpuPoolSpec): Finding[] {
    return [
        ...keyRules(key),
        ...listRules(spec),
        ...spec.sizes.flatMap((size, index) => gpuSizeRules(`sizes[${index}]`, size)),
        ...countRules("", spec, 0),
        ...zoneRules("zones", spec.zones),
        ...diskRules("osDisk.sizeGiB", spec.osDisk?.sizeGiB),
        ...ephemeralRules(spec),
        ...sharingRules(spec),
        ...reservationRules(spec),
        ...podRules(spec),
        ...labelRules(key, spec),
        ...drainRules(spec),
        ...generationRules(spec),
    ];
}

function keyRules(key: string): Finding[] {
    const message = "a pool's name has 1 to 7 lower-case letters and digits, the first a letter";
    const fix = "shorten it: Azure allows 12 characters, and the capacity letter and the generation come behind it";
    return POOL_KEY_PATTERN.test(key) ? [] : [finding("gpu-pools/name", "", key, message, fix)];
}

function listRules({ sizes, capacity = GPU_POOL_DEFAULTS.capacity }: GpuPoolSpec): Finding[] {
    const twice = (path: string, values: readonly string[]): Finding[] =>
        values.flatMap((value, index) =>
            values.indexOf(value) === index
                ? []
                : [finding("gpu-pools/listed-twice", `${path}[${index}]`, value, "is listed twice", "name it once, where you prefer it")],
        );
    const none = finding(
        "gpu-pools/no-size",
        "sizes",
        sizes,
        "a pool needs a VM size",
        "name at least one, for example Standard_NC4as_T4_v3",
    );
    return [...(sizes.length === 0 ? [none] : []), ...twice("sizes", sizes), ...twice("capacity", capacity)];
}

function gpuSizeRules(path: string, name: string): Finding[] {
    const size = findSize(name);
    const found = sizeRules(path, name, (one) => one.gpu?.manufacturer === "nvidia");
    return size === undefined ? found : [...found, ...kindOfSize(path, size)];
}

function kindOfSize(path: string, { name, gpu, architecture }: VmSize): Finding[] {
    if (gpu === undefined) {
        const fix = "use a GPU size, for example Standard_NC4as_T4_v3; pools without GPUs do not belong here";
        return [finding("gpu-pools/size-without-gpu", path, name, "the size has no GPU", fix)];
    }
    if (gpu.manufacturer === "amd") {
        const message = "the size has AMD GPUs, whose driver, resource name and taint differ";
        const fix = "use a size with NVIDIA GPUs, for example Standard_NC24ads_A100_v4";
        return [finding("gpu-pools/size-not-nvidia", path, name, message, fix)];
    }
    const found: Finding[] = [];
    if (architecture === "arm64") {
        const message = "the size has arm64 processors: images built for amd64 do not start there";
        found.push(finding("gpu-pools/size-arm64", path, name, message, "check that every image that runs there has an arm64 build"));
    }
    return found;
}

/** Whether the machines' own disks have room for the operating system, as far as the catalog knows them. */
function ephemeralRules({ osDisk, sizes }: GpuPoolSpec): Finding[] {
    if (osDisk?.kind !== "ephemeral") {
        return [];
    }
    return sizes.flatMap((name) => {
        const size = findSize(name);
        const room = size === undefined ? undefined : ephemeralOsDiskGiB(size);
        const { sizeGiB } = osDisk;
        if (room === undefined || sizeGiB === undefined || sizeGiB <= room) {
            return [];
        }
        const message = `${name} has room for ${room} GiB for certain`;
        return [finding("gpu-pools/ephemeral-disk-size", "osDisk.sizeGiB", sizeGiB, message, `use ${room} or less, or leave it out`)];
    });
}

const RESERVATION_TYPE = "Microsoft.Compute/capacityReservationGroups";

function reservationRules({ reservation, capacity = GPU_POOL_DEFAULTS.capacity }: GpuPoolSpec): Finding[] {
    if (reservation === undefined) {
        return [];
    }
    const id = reservation.capacityReservationGroupId;
    const found: Finding[] = [];
    if (parseArmId(id, RESERVATION_TYPE) === undefined) {
        const message = "not the ARM id of a capacity reservation group";
        const path = "reservation.capacityReservationGroupId";
        found.push(finding("gpu-pools/reservation-id", path, id, message, `use ${armIdForm(RESERVATION_TYPE)}`));
    }
    if (capacity.includes("spot")) {
        const message = "Spot machines never run on reserved capacity";
        found.push(
            finding("gpu-pools/reservation-with-spot", "reservation", undefined, message, 'take "spot" out of capacity, or remove this'),
        );
    }
    return found;
}

function podRules({ maxPods = GPU_POOL_DEFAULTS.maxPods, maxCount }: GpuPoolSpec): Finding[] {
    if (!Number.isInteger(maxPods) || maxPods < 10 || maxPods > 250) {
        const message = "a node takes a whole number of pods from 10 to 250";
        return [finding("gpu-pools/max-pods", "maxPods", maxPods, message, "leave it out for 110")];
    }
    if (Number.isInteger(maxCount) && maxCount >= 1 && maxCount * maxPods < FEWEST_PODS_IN_POOL) {
        const message = `${maxCount} x ${maxPods} pods: a pool needs room for ${FEWEST_PODS_IN_POOL} at its largest`;
        const fix = `use ${Math.ceil(FEWEST_PODS_IN_POOL / maxCount)} or more`;
        return [finding("gpu-pools/too-few-pods", "maxPods", maxPods, message, fix)];
    }
    return [];
}

/** Labels of the user's own: legal in Kubernetes, not AKS's, and not those that placement depends on. */
function labelRules(key: string, { labels = {} }: GpuPoolSpec): Finding[] {
    const texts: Record<LabelFault["kind"], readonly [keyof typeof GPU_POOL_RULES, string]> = {
        syntax: ["gpu-pools/label-syntax", "correct the label, for example team: research"],
        reserved: ["gpu-pools/label-reserved", "remove it, or use a name with a prefix of your own"],
    };
    return labelFaults(labels, Object.keys(fixedLabels(key, true))).map(({ kind, path, value, message }) => {
        const [rule, fix] = texts[kind];
        return finding(rule, path, value, message, fix);
    });
}

function drainRules({ drainTimeoutMinutes: minutes }: GpuPoolSpec): Finding[] {
    const isKnown = minutes === undefined || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440);
    const message = "AKS waits a whole number of minutes from 1 to 1440";
    return isKnown ? [] : [finding("gpu-pools/drain-timeout", "drainTimeoutMinutes", minutes, message, "use 1440 for a day")];
}

function generationRules({ generation }: GpuPoolSpec): Finding[] {
    const isKnown = generation === undefined || (Number.isInteger(generation) && generation >= 1 && generation <= 9999);
    const message = "the generation is a whole number from 1 to 9999";
    const fix = "leave it out, or raise it by one to replace the pool";
    return isKnown ? [] : [finding("gpu-pools/generation", "generation", generation, message, fix)];
}

/** What an entry takes of its cluster's room. GPU pools upgrade in place (no surge), so their largest size is all they need. */
function demandOf({ sizes, capacity, maxCount, maxPods }: GpuPoolSpec): RoomDemand {
    const pools = sizes.length * (capacity ?? GPU_POOL_DEFAULTS.capacity).length;
    const nodes = Number.isInteger(maxCount) ? Math.max(maxCount, 0) * pools : 0;
    return { nodes, maxPods: maxPods ?? GPU_POOL_DEFAULTS.maxPods };
}

const ROOM_RULES = {
    subnet: "gpu-pools/subnet-too-small",
    "pod-range": "gpu-pools/pod-cidr-too-small",
    cluster: "gpu-pools/too-many-nodes",
} as const satisfies Record<RoomFault["kind"], keyof typeof GPU_POOL_RULES>;

/** Nodes of all pools at their largest, with the others', must find room in the subnet, in the pod range and in the cluster. */
function roomRules(pools: Readonly<Record<string, GpuPoolSpec>>, { addresses, others = [] }: GpuPoolContext): Finding[] {
    const demands = Object.values(pools).map(demandOf);
    const gpuNodes = demands.reduce((sum, { nodes }) => sum + nodes, 0);
    return gpuNodes === 0
        ? []
        : roomFaults(addresses, [systemDemand(addresses), ...others, ...demands]).map(({ kind, message, fix }) =>
              finding(ROOM_RULES[kind], "", gpuNodes, message, fix),
          );
}
