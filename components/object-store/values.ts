import type { BucketSpec } from "./spec";

/** A rule of a storage account's lifecycle, as Azure takes it. */
export interface LifecycleRule {
    readonly name: string;
    readonly type: "Lifecycle";
    readonly enabled: true;
    readonly definition: {
        readonly filters: { readonly blobTypes: string[]; readonly prefixMatch: string[] };
        readonly actions: {
            readonly baseBlob: {
                readonly tierToCool?: { readonly daysAfterModificationGreaterThan: number };
                readonly delete?: { readonly daysAfterModificationGreaterThan: number };
            };
        };
    };
}

/**
 * One rule for each bucket whose objects age, in the order of their names, so that the order in a file changes nothing. A prefix begins
 * with the container's name, and the slash after it keeps `data` from meaning `data-2` too.
 */
export function lifecycleRules(buckets: Readonly<Record<string, BucketSpec>>): LifecycleRule[] {
    return Object.entries(buckets)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([bucket, { lifecycle = {} }]) => {
            const { coolAfterDays, deleteAfterDays } = lifecycle;
            return coolAfterDays === undefined && deleteAfterDays === undefined
                ? []
                : [
                      {
                          // Letters and digits only: a dash becomes two letters that no name ends up with twice.
                          name: `bucket${bucket.replaceAll("0", "00").replaceAll("-", "01")}`,
                          type: "Lifecycle" as const,
                          enabled: true as const,
                          definition: {
                              filters: { blobTypes: ["blockBlob"], prefixMatch: [`${bucket}/`] },
                              actions: {
                                  baseBlob: {
                                      ...(coolAfterDays === undefined
                                          ? {}
                                          : { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } }),
                                      ...(deleteAfterDays === undefined
                                          ? {}
                                          : { delete: { daysAfterModificationGreaterThan: deleteAfterDays } }),
                                  },
                              },
                          },
                      },
                  ];
        });
}
