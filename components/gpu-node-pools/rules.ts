import { armIdForm, parseArmId } from "../core/arm-id";
import { ephemeralOsDiskGiB, findSize, type VmSize } from "../core/catalog";
import type { ClusterAddresses } from "../core/contracts";
import { findingsOf, keyStep, underPath, type Finding } from "../core/findings";
import { DEVICE_CONFIG_LABEL } from "../core/gpu-sharing";
import { roomFaults, systemDemand, type RoomDemand, type RoomFault } from "../core/pool-room";
import { countRules, diskRules, generationRules, labelRules, podRules, sizeRules, zoneRules } from "../core/pool-rules";
import { agentPoolName, fixedLabels, poolPlaces } from "./plan";
import { GPU_POOL_RULES } from "./rule-table";
import { sharingRules } from "./sharing-rules";
import { GPU_POOL_DEFAULTS, MOST_SIZES, POOL_KEY_PATTERN, type GpuPoolSpec } from "./spec";

export { GPU_POOL_RULES } from "./rule-table";
export { GPU_POOL_DEFAULTS, MIG_PROFILES, MOST_SIZES, POOL_KEY_PATTERN, type GpuPoolSpec } from "./spec";

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
        ...Object.entries(pools).flatMap(([key, spec]) => underPath(keyStep(key), poolRules(key, spec))),
        ...sameRules(pools),
        ...(context === undefined ? [] : roomRules(pools, context)),
    ];
}

/** Names in Azure of the pools that the entries make. */
export function gpuPoolNames(pools: Readonly<Record<string, GpuPoolSpec>>): string[] {
    return Object.entries(pools).flatMap(([key, spec]) => poolPlaces(spec).map((place) => agentPoolName(key, place)));
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
        ...podRules({ maxPods: spec.maxPods ?? GPU_POOL_DEFAULTS.maxPods, maxCount: spec.maxCount }),
        ...labelRules(spec.labels, [...Object.keys(fixedLabels(key, true)), DEVICE_CONFIG_LABEL]),
        ...drainRules(spec),
        ...generationRules(spec.generation),
    ];
}

function keyRules(key: string): Finding[] {
    const message = "a pool's name has 1 to 7 lower-case letters and digits, the first a letter";
    const fix = "shorten it: Azure allows 12 characters, and the capacity letter and the generation come behind it";
    return POOL_KEY_PATTERN.test(key) ? [] : [finding("gpu-pools/name", "", key, message, fix)];
}

/** Entries that say the same; the second of them is reported, with those that follow. */
function sameRules(pools: Readonly<Record<string, GpuPoolSpec>>): Finding[] {
    const alike = new Map<string, string[]>();
    for (const [key, spec] of Object.entries(pools)) {
        const text = JSON.stringify(spec);
        alike.set(text, [...(alike.get(text) ?? []), key]);
    }
    return [...alike.values()].flatMap(([first = "", second, ...more]) => {
        if (second === undefined) {
            return [];
        }
        const message = `says the same as ${first}${more.length === 0 ? "" : `, and so ${more.length === 1 ? "does" : "do"} ${more.join(", ")}`}`;
        const fix = `keep one of them with a higher maxCount, or change what was meant to differ`;
        return [finding("gpu-pools/same-as-another", keyStep(second), undefined, message, fix)];
    });
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
    const many = finding(
        "gpu-pools/too-many-sizes",
        `sizes[${MOST_SIZES}]`,
        sizes[MOST_SIZES],
        `an entry has names for ${MOST_SIZES} sizes`,
        "name the ones that you prefer, or add an entry for the others",
    );
    return [
        ...(sizes.length === 0 ? [none] : []),
        ...(sizes.length > MOST_SIZES ? [many] : []),
        ...twice("sizes", sizes),
        ...twice("capacity", capacity),
    ];
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

function drainRules({ drainTimeoutMinutes: minutes }: GpuPoolSpec): Finding[] {
    const isKnown = minutes === undefined || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440);
    const message = "AKS waits a whole number of minutes from 1 to 1440";
    return isKnown ? [] : [finding("gpu-pools/drain-timeout", "drainTimeoutMinutes", minutes, message, "use 1440 for a day")];
}

/** What an entry takes of its cluster's room. GPU pools upgrade in place (no surge), so their largest size is all they need. */
function demandOf(spec: GpuPoolSpec): RoomDemand {
    const { maxCount, maxPods = GPU_POOL_DEFAULTS.maxPods } = spec;
    const nodes = Number.isInteger(maxCount) ? Math.max(maxCount, 0) * poolPlaces(spec).length : 0;
    return { nodes, maxPods };
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
