import * as pulumi from "@pulumi/pulumi";
import { checkConfig } from "./check";
import { redaction, reportFaults, reportWarning } from "./report";
import type { PlatformConfig } from "./schema";

export type { PlatformConfig } from "./schema";

/** Has what the runtime's published types leave out: whether a whole top-level key is encrypted in the stack file. */
const runtime = pulumi.runtime as typeof pulumi.runtime & { readonly isConfigSecret: (key: string) => boolean };

/**
 * The configuration of the current stack, checked and complete. The only place that reads Pulumi's configuration.
 *
 * Nothing is registered before it returns. Warnings are shown, and the run goes on.
 *
 * @throws pulumi.RunError with one report on every fault: path, value, what is allowed, what to change, id of the rule.
 */
export function loadConfig(): PlatformConfig {
    const values = runtime.allConfig();
    const raw = { values, secretKeys: Object.keys(values).filter((key) => runtime.isConfigSecret(key)) };
    const stack = pulumi.getStack();
    const hidden = redaction(raw);
    const { config, findings } = checkConfig(raw, stack);
    for (const found of findings.filter(({ severity }) => severity === "warning")) {
        void pulumi.log.warn(reportWarning(found, hidden));
    }
    if (config === undefined) {
        const errors = findings.filter(({ severity }) => severity === "error");
        throw new pulumi.RunError(reportFaults(errors, stack, hidden));
    }
    return config;
}
