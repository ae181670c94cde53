import { findSize, isBurstable, isGpuSize, type VmSize } from "../core/catalog";
import { findingsOf, type Finding } from "../core/findings";
import { findKubernetesVersion, KUBERNETES_VERSIONS, KUBERNETES_VERSIONS_AS_OF } from "../core/kubernetes-versions";
import { countRules, diskRules, sizeRules, zoneRules } from "../core/pool-rules";
import { accessRules, administratorRules, type ClusterContext } from "./access-rules";
import { addressRules } from "./address-rules";
import { networkingRules } from "./networking-rules";
import { planCluster, type ClusterPlan } from "./plan";
import { CLUSTER_RULES } from "./rule-table";
import type { ClusterSpec, SystemPoolSpec } from "./spec";

export type { ClusterContext } from "./access-rules";
export { clusterAddresses } from "./plan";
export { CLUSTER_RULES } from "./rule-table";
export { CLUSTER_DEFAULTS } from "./spec";
export type * from "./spec";

const finding = findingsOf(CLUSTER_RULES);

/** Everything that must hold between the parts of a cluster's specification, and between it and its network. */
export function clusterRules(spec: ClusterSpec, context: ClusterContext): Finding[] {
    const plan = planCluster(spec);
    return [
        ...versionRules(plan),
        ...accessRules(plan, context),
        ...addressRules(plan, context.network.ranges),
        ...networkingRules(plan),
        ...systemPoolRules(plan.systemPool),
        ...upgradeRules(plan),
        ...administratorRules(plan),
        ...logRules(plan),
    ];
}

const MINOR_VERSION = /^\d+\.\d+$/;

function versionRules(plan: ClusterPlan): Finding[] {
    const version = plan.kubernetesVersion;
    const row = findKubernetesVersion(version);
    const current = KUBERNETES_VERSIONS.filter(({ status }) => status === "supported").map(({ minor }) => minor);
    if (row === undefined) {
        return [
            finding(
                "cluster/kubernetes-version-unknown",
                "kubernetesVersion",
                version,
                `AKS does not offer this version as of ${KUBERNETES_VERSIONS_AS_OF}; supported are ${current.join(", ")}`,
                `use one of ${current.join(", ")}`,
            ),
        ];
    }
    const found: Finding[] = [];
    if (row.status === "lts-only" && plan.tier !== "Premium") {
        found.push(
            finding(
                "cluster/kubernetes-version-ended",
                "kubernetesVersion",
                version,
                `support of ${row.minor} ended in ${row.endOfSupport}; until ${row.endOfLongTermSupport} it needs tier Premium`,
                `use one of ${current.join(", ")}, or set tier to Premium for long-term support`,
            ),
        );
    }
    if (row.status === "ending" && plan.tier !== "Premium") {
        found.push(
            finding(
                "cluster/kubernetes-version-ending",
                "kubernetesVersion",
                version,
                `support of ${row.minor} ends in ${row.endOfSupport}`,
                `plan the upgrade to ${current[0] ?? "a supported version"}`,
            ),
        );
    }
    if (!MINOR_VERSION.test(version) && plan.upgrades.kubernetes !== "none" && plan.upgrades.kubernetes !== "node-image") {
        found.push(
            finding(
                "cluster/kubernetes-version-pinned",
                "kubernetesVersion",
                version,
                `a full version is pinned while channel "${plan.upgrades.kubernetes}" raises it, and the next update would try to go back`,
                `give the minor version ${row.minor}, or set upgrades.kubernetes to "none"`,
            ),
        );
    }
    return found;
}

function systemPoolRules(pool: SystemPoolSpec): Finding[] {
    const size = findSize(pool.size);
    const found = [
        ...systemSizeRules(pool.size),
        ...countRules("systemPool.", pool, 1),
        ...zoneRules("systemPool.zones", pool.zones),
        ...diskRules("systemPool.osDiskSizeGiB", pool.osDiskSizeGiB),
    ];
    return size === undefined || size.gpu !== undefined ? found : [...found, ...systemRoomRules(size)];
}

/** Whether a machine has room for the cluster's own add-ons. Every CPU size that the catalog has today does. */
export function systemRoomRules({ name, vcpus, memoryGiB = 0 }: Pick<VmSize, "name" | "vcpus" | "memoryGiB">): Finding[] {
    return vcpus >= 2 && memoryGiB >= 4
        ? []
        : [
              finding(
                  "cluster/system-size-too-small",
                  "systemPool.size",
                  name,
                  "the system pool needs at least 2 vCPUs and 4 GiB",
                  "use for example Standard_D4as_v5",
              ),
          ];
}

/** GPU and burstable sizes are refused by their names, whether the catalog has them or not. */
function systemSizeRules(size: string): Finding[] {
    if (isGpuSize(size)) {
        return [
            finding(
                "cluster/system-size-gpu",
                "systemPool.size",
                size,
                "the system pool must not have GPUs: the cluster's own add-ons would hold the machines, and they never scale to zero",
                "use a CPU size here, for example Standard_D4as_v5, and put the GPUs into gpuPools",
            ),
        ];
    }
    if (isBurstable(size)) {
        return [
            finding(
                "cluster/system-size-burstable",
                "systemPool.size",
                size,
                "AKS refuses B-series sizes for the system pool",
                "use a size of another series, for example Standard_D4as_v5",
            ),
        ];
    }
    return sizeRules("systemPool.size", size, (one) => one.gpu === undefined);
}

function upgradeRules({ upgrades }: ClusterPlan): Finding[] {
    const found: Finding[] = [];
    const { window } = upgrades;
    if (upgrades.kubernetes === "node-image" && upgrades.nodeOs !== "NodeImage") {
        found.push(
            finding(
                "cluster/upgrade-channels",
                "upgrades.nodeOs",
                upgrades.nodeOs,
                'with upgrades.kubernetes "node-image" Azure accepts only "NodeImage" here',
                'set upgrades.nodeOs to "NodeImage", or upgrades.kubernetes to another channel',
            ),
        );
    }
    if (!Number.isInteger(window.durationHours) || window.durationHours < 4 || window.durationHours > 24) {
        found.push(
            finding(
                "cluster/upgrade-window-duration",
                "upgrades.window.durationHours",
                window.durationHours,
                "the window must last a whole number of hours from 4 to 24",
                "use 4 to 24; an upgrade that has begun goes on after the window",
            ),
        );
    }
    if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(window.startTime)) {
        found.push(
            finding(
                "cluster/upgrade-window-start",
                "upgrades.window.startTime",
                window.startTime,
                "not a time of the form HH:mm",
                "use for example 02:00",
            ),
        );
    }
    if (!/^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(window.utcOffset)) {
        found.push(
            finding(
                "cluster/upgrade-window-offset",
                "upgrades.window.utcOffset",
                window.utcOffset,
                "not an offset of the form +HH:mm or -HH:mm",
                "use for example +00:00 or -05:00",
            ),
        );
    }
    return found;
}

function logRules({ logs }: ClusterPlan): Finding[] {
    const { retentionDays } = logs;
    return Number.isInteger(retentionDays) && retentionDays >= 30 && retentionDays <= 730
        ? []
        : [
              finding(
                  "cluster/log-retention",
                  "logs.retentionDays",
                  retentionDays,
                  "logs are kept for a whole number of days from 30 to 730",
                  "use 30 to 730; the first 31 are in the price",
              ),
          ];
}
