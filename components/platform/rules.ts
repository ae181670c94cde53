import { ENVIRONMENT_PATTERN, PREFIX_PATTERN } from "../core/azure-names";
import { findingsOf, type Finding } from "../core/findings";
import { PLATFORM_RULES } from "./rule-table";
import type { PlatformNameSpec, ResourceGroupSpec } from "./spec";

export { PLATFORM_RULES } from "./rule-table";
export type { PlatformNameSpec, ResourceGroupSpec } from "./spec";

const finding = findingsOf(PLATFORM_RULES);

/** Azure's rule for resource group names: 1 to 90 word characters, dashes, dots and parentheses, no dot at the end. */
const RESOURCE_GROUP_PATTERN = /^[-\w.()]{0,89}[-\w()]$/;

/** Whether a text can be the name of a resource group. */
export function isResourceGroupName(name: string): boolean {
    return RESOURCE_GROUP_PATTERN.test(name);
}

/** What the names are made of must fit every resource type that is named with it. */
export function platformRules(spec: PlatformNameSpec & { readonly resourceGroup: ResourceGroupSpec }): Finding[] {
    const found: Finding[] = [];
    if (!PREFIX_PATTERN.test(spec.prefix)) {
        found.push(
            finding(
                "platform/prefix",
                "prefix",
                spec.prefix,
                "the prefix must be 2 to 8 lower-case letters and digits, the first a letter",
                "shorten it or leave out other characters; registry names allow nothing else",
            ),
        );
    }
    if (!ENVIRONMENT_PATTERN.test(spec.environment)) {
        found.push(
            finding(
                "platform/environment",
                "environment",
                spec.environment,
                "the environment must be 1 to 12 lower-case letters, digits and dashes, with no dash at either end",
                'use a short name such as "dev" or "pr-123"',
            ),
        );
    }
    if (spec.resourceGroup.kind === "existing" && !isResourceGroupName(spec.resourceGroup.name)) {
        found.push(
            finding(
                "platform/resource-group-name",
                "resourceGroup.name",
                spec.resourceGroup.name,
                "a resource group's name has 1 to 90 letters, digits, and - _ . ( ), and does not end in a dot",
                "give the name of the group alone, not its ARM id",
            ),
        );
    }
    return found;
}
