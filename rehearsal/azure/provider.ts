import type { SimulatedProvider } from "../provider/contract";
import { AzureInstance } from "./instance";
import { openCloud } from "./subscription/cloud-reader";
import { readSettings } from "./subscription/settings";
import { ResourceStore } from "./subscription/store";

export { switchCluster, type PowerState } from "./cluster-power";
export { deletePool, listClusterPools, setAutoscalerBounds } from "./node-pools";
export type { ClusterReference, ListedPool, PoolReference } from "./node-pools";
export { quotaLimit } from "./rules/quota";
export { simulatedTypes } from "./schema/tables";
export { armIdOf, deleteAll, findResource, listDeleted, listPools, listResources, purge } from "./subscription/lookup";
export type { StandingPool, StandingResource } from "./subscription/lookup";
export type { SubscriptionSettings } from "./subscription/settings";
export { readSettings, settingsPath } from "./subscription/settings";
export type { ResourceRecord } from "./subscription/store";

export interface AzureProviderOptions {
    /** Where the subscription is kept; made when it does not exist. */
    readonly directory: string;
    /** Decides which Kubernetes versions are supported, and dates what is created. @default the system's clock */
    readonly clock?: () => Date;
    /** Told the type of what a program deleted, once it has gone with everything in it; the delete is over when this is. */
    readonly onDeleted?: (type: string) => Promise<void>;
}

/**
 * The azure-native provider of the rehearsal: checks, diffs and refuses as azure-native 3.28.0 and Azure Resource Manager do, and keeps
 * what it creates in a directory instead of a subscription.
 */
export function azureProvider(options: AzureProviderOptions): SimulatedProvider {
    const clock = options.clock ?? ((): Date => new Date());
    return {
        name: "azure-native",
        version: "3.28.0",
        open(host) {
            readSettings(options.directory);
            new ResourceStore(options.directory).sweep();
            return new AzureInstance(host, (connection) => openCloud(options.directory, clock, connection), options.onDeleted);
        },
    };
}
