import { edited, toRaw } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

/** The form of a stack file. */
export const FORM_CASES = {
    "config/unknown-key": {
        breaks: [[["cluster", "serviceCIDR"], "172.21.0.0/16"]],
        satisfies: [[["cluster", "serviceCidr"], "172.21.0.0/16"]],
    },
    "config/unknown-namespace": {
        breaks: [[["ml_platform:registry"], { sku: "Basic" }]],
        // Keys that belong to Pulumi and to providers.
        satisfies: [
            [["pulumi:tags"], { team: "ml" }],
            [["azure-native:location"], "eastus"],
        ],
        at: "ml_platform:registry",
    },
    "config/missing": {
        breaks: [[["cluster", "access"]]],
        satisfies: [[["cluster", "kubernetesVersion"]]],
    },
    "config/not-built": { breaks: [[["mesh"], { kind: "addon" }]], satisfies: [[["mesh"], { kind: "none" }]], at: "mesh.kind" },
    "config/wrong-type": {
        breaks: [[["cluster", "systemPool", "maxCount"], "7"]],
        satisfies: [[["cluster", "systemPool", "maxCount"], 7]],
    },
    "config/not-allowed": {
        breaks: [[["registry", "sku"], "premium"]],
        satisfies: [[["registry", "sku"], "Premium"]],
    },
    "config/out-of-range": {
        breaks: [[["cluster", "logs", "retentionDays"], 29]],
        satisfies: [[["cluster", "logs", "retentionDays"], 30]],
    },
    "config/format": {
        breaks: [[["cluster", "upgrades", "window", "startTime"], "24:00"]],
        satisfies: [[["cluster", "upgrades", "window", "startTime"], "23:59"]],
    },
    "config/needless-secret": {
        stack: "prod",
        raw: {
            breaks: toRaw(edited("prod", []), ["ml-platform:registry"]),
            satisfies: toRaw(edited("prod", [[["azure-native:clientSecret"], "x"]]), ["azure-native:clientSecret"]),
        },
        at: "registry",
    },
} satisfies RuleCases;
