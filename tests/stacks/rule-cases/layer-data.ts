import type { RuleCases } from "./rule-case";

const privateAccess = { kind: "private", dnsZone: "system" };

/** Rules of layers. */
export const LAYER_CASES = {
    "layer/azure-stack-missing": {
        breaks: [[["layer"], "cluster"]],
        satisfies: [
            [["layer"], "cluster"],
            [["azureStack"], "prod-azure"],
        ],
        at: "azureStack",
    },
    "layer/azure-stack-unused": {
        breaks: [
            [["azureStack"], "prod-azure"],
            [["layer"], "azure"],
        ],
        satisfies: [
            [["azureStack"], "prod-azure"],
            [["layer"], "cluster"],
        ],
    },
    "layer/azure-stack-form": {
        breaks: [
            [["azureStack"], "ml-platform/prod-azure"],
            [["layer"], "cluster"],
        ],
        satisfies: [
            [["azureStack"], "acme/ml-platform/prod-azure"],
            [["layer"], "cluster"],
        ],
    },
    "layer/azure-stack-itself": {
        breaks: [
            [["azureStack"], "organization/ml-platform/prod"],
            [["layer"], "cluster"],
        ],
        // The same name in another project.
        satisfies: [
            [["azureStack"], "organization/network/prod"],
            [["layer"], "cluster"],
        ],
    },
    "layer/private-from-outside": {
        breaks: [[["cluster", "access"], privateAccess]],
        satisfies: [
            [["cluster", "access"], privateAccess],
            [["deployFrom"], "in-network"],
        ],
        at: "deployFrom",
    },
    "layer/deploy-from-unused": {
        breaks: [
            [["deployFrom"], "in-network"],
            [["cluster", "access"], privateAccess],
            [["layer"], "azure"],
        ],
        satisfies: [
            [["deployFrom"], "in-network"],
            [["cluster", "access"], privateAccess],
            [["layer"], "all"],
        ],
    },
} as const satisfies RuleCases;
