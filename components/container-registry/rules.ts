import { findingsOf, type Finding } from "../core/findings";
import { REGISTRY_RULES } from "./rule-table";

export { REGISTRY_RULES } from "./rule-table";
export type { RegistrySku, RegistrySpec } from "./spec";

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
