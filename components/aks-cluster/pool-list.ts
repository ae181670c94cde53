import { getManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";

/**
 * What a request for the cluster would set on each pool that it lists. The count is the autoscaler's and the version the upgrade channel's:
 * they move by themselves, and a refresh before every update would not keep up with them.
 */
const SETTINGS = [
    "enableAutoScaling",
    "maxCount",
    "maxPods",
    "minCount",
    "mode",
    "nodeLabels",
    "nodeTaints",
    "osDiskSizeGB",
    "osDiskType",
    "vmSize",
] as const;

/** An entry of `agentPoolProfiles`, of a request or of Azure's answer. */
export type PoolProfile = Readonly<Record<string, unknown>>;

/**
 * What a request for the cluster would undo, or make Azure refuse.
 *
 * @param sent the pools as the request lists them
 * @param standing the pools as Azure lists them
 * @returns one line for each pool, empty when the request changes none
 */
export function staleEntries(sent: readonly PoolProfile[], standing: readonly PoolProfile[]): string[] {
    return sent.flatMap((entry) => {
        const name = String(entry["name"]);
        const pool = standing.find((one) => one["name"] === entry["name"]);
        if (pool === undefined) {
            return [`${name} is gone`];
        }
        const changed = SETTINGS.filter((setting) => {
            return isSent(entry, setting) && !isDeepStrictEqual(settingOf(entry, setting), settingOf(pool, setting));
        });
        return changed.length === 0 ? [] : [`${name} has another ${changed.join(", ")}`];
    });
}

/** A value that is left out stays as it is; labels and taints that are left out are none. */
function isSent(entry: PoolProfile, setting: string): boolean {
    return settingOf(entry, setting) !== undefined || setting === "nodeLabels" || setting === "nodeTaints";
}

/** Azure leaves out what is empty, or gives it as empty. */
function settingOf(profile: PoolProfile, setting: string): unknown {
    const value = profile[setting];
    return typeof value === "object" && value !== null && Object.keys(value).length === 0 ? undefined : (value ?? undefined);
}

/**
 * A hook that looks at the list of pools before an update of the cluster sends it.
 *
 * The list is ignored, which for Pulumi means that the one in the state is sent: that of the last refresh, or of the creation. Azure takes
 * it for what the pools should be. It refuses a list with a pool that is gone since ("A new agent pool was introduced"), and sets pools
 * that were changed since, as resources of their own or by hand, back to what they were, without a word. Here it is refused beforehand,
 * with what to do.
 *
 * @param owner the component's type and name, which no other component has
 */
export function refuseStalePools(owner: string): pulumi.ResourceHook {
    return new pulumi.ResourceHook(`${owner}: refuse stale pools`, async ({ name, id, newInputs }) => {
        const [, resourceGroupName, resourceName] = /\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(id) ?? [];
        const sent: unknown = newInputs?.["agentPoolProfiles"];
        if (resourceGroupName === undefined || resourceName === undefined || !isList(sent)) {
            return;
        }
        const { agentPoolProfiles } = await getManagedCluster({ resourceGroupName, resourceName });
        const stale = staleEntries(
            sent,
            (agentPoolProfiles ?? []).map((profile): PoolProfile => ({ ...profile })),
        );
        if (stale.length > 0) {
            throw new Error(
                `${name} would be updated with the node pools that the state remembers, and they have changed since: ${stale.join("; ")}. ` +
                    "Azure would refuse that or set them back: run `pulumi refresh`, then `pulumi up` again",
            );
        }
    });
}

function isList(value: unknown): value is readonly PoolProfile[] {
    return Array.isArray(value);
}
