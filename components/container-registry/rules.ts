import { findingsOf, type Finding } from "../core/findings";
import { REGISTRY_RULES } from "./rule-table";
import { CACHED_REGISTRIES, type RegistrySpec } from "./spec";

export { REGISTRY_RULES } from "./rule-table";
export { CACHED_REGISTRIES, type RegistrySku, type RegistrySpec } from "./spec";

const finding = findingsOf(REGISTRY_RULES);

/** A puller's name becomes a part of a logical name. */
const PULLER_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;

/** Names of those who may pull. */
export function registryRules(pullers: Readonly<Record<string, unknown>>): Finding[] {
    return Object.keys(pullers).flatMap((puller) =>
        PULLER_PATTERN.test(puller)
            ? []
            : [
                  finding(
                      "registry/puller-name",
                      `pullers[${JSON.stringify(puller)}]`,
                      puller,
                      "a puller's name has 1 to 32 lower-case letters, digits and dashes, the first a letter",
                      'say what pulls, for example "kubelet"; the name must stay the same for life',
                  ),
              ],
    );
}

/** The registries that are cached. */
export function cacheRules({ cache = [] }: Pick<RegistrySpec, "cache">): Finding[] {
    const known: readonly string[] = CACHED_REGISTRIES;
    return cache.flatMap((host, index) => {
        const path = `cache[${index}]`;
        if (!known.includes(host)) {
            const message = `no registry that Azure's cache rules fetch from without a password; those are ${known.join(", ")}`;
            return [finding("registry/cache", path, host, message, "leave it out, and import its images (npm run config -- images)")];
        }
        const twice = "named twice";
        return cache.indexOf(host) === index ? [] : [finding("registry/cache", path, host, twice, "leave one out")];
    });
}
