import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const tags = (count: number): Edit => [
    ["environment", "tags"],
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"])),
];
const endsOn = (expiresOn: string): Edit => [["environment", "lifetime"], { kind: "ephemeral", expiresOn }];
const adopted = (name: string): Edit => [["resourceGroup"], { kind: "existing", name }];

/** The environment, names and region. */
export const ENVIRONMENT_CASES = {
    "environment/protected-ephemeral": {
        breaks: [[["environment", "protect"], true], endsOn("2027-01-31")],
        satisfies: [[["environment", "protect"], false], endsOn("2027-01-31")],
    },
    "environment/expiry": {
        stack: "dev",
        breaks: [endsOn("2027-02-29")],
        satisfies: [endsOn("2028-02-29")],
        at: "environment.lifetime.expiresOn",
    },
    "environment/tag-count": { breaks: [tags(47)], satisfies: [tags(46)] },
    "environment/reserved-tag": {
        breaks: [[["environment", "tags", "Owner"], "me"]],
        satisfies: [[["environment", "tags", "owner-team"], "me"]],
    },
    "environment/tag-name": {
        breaks: [[["environment", "tags", "a/b"], "c"]],
        satisfies: [[["environment", "tags", "a.b"], "c"]],
    },
    "environment/tag-value": {
        breaks: [[["environment", "tags", "note"], "x".repeat(257)]],
        satisfies: [[["environment", "tags", "note"], "x".repeat(256)]],
    },
    "platform/prefix": {
        breaks: [[["naming", "prefix"], "mlteamone"]],
        satisfies: [[["naming", "prefix"], "mlteamon"]],
    },
    "platform/environment": {
        breaks: [[["naming", "environment"], "production-eu"]],
        satisfies: [[["naming", "environment"], "productioneu"]],
    },
    "platform/resource-group-name": {
        breaks: [adopted("rg-ml.")],
        satisfies: [adopted("rg-ml.(eu)"), [["cluster", "podNetworking"], "node-subnet"]],
        at: "resourceGroup.name",
    },
    "region/unknown": {
        breaks: [[["region"], "eastus4"]],
        satisfies: [[["region"], "eastus2"]],
    },
    "region/size-not-listed": {
        breaks: [
            [["gpuPools", "t4", "sizes", 0], "Standard_ND96isr_H100_v5"],
            [["region"], "northeurope"],
        ],
        satisfies: [
            [["gpuPools", "t4", "sizes", 0], "Standard_NC24ads_A100_v4"],
            [["region"], "northeurope"],
        ],
    },
} satisfies RuleCases;
