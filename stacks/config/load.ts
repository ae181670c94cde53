import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { checkConfig } from "./check";
import { SHARED_FOLDER, sharedFilesIn } from "./files/shared-files";
import { reportFaults, reportWarning } from "./report";
import type { PlatformConfig } from "./schema";
import { withSecrets } from "./secrets/secrets";

export type { PlatformConfig } from "./schema";

/** Has what the runtime's published types leave out: whether a whole top-level key is encrypted in the stack file. */
const runtime = pulumi.runtime as typeof pulumi.runtime & { readonly isConfigSecret: (key: string) => boolean };

/** Beside the program, wherever Pulumi runs it. */
const SHARED_FILES = sharedFilesIn(path.join(__dirname, "..", "..", SHARED_FOLDER));

/**
 * The configuration of the current stack, checked and complete. The only place that reads Pulumi's configuration, and the last that sees a
 * secret in clear text.
 *
 * Nothing is registered before it returns. Warnings are shown, and the run goes on.
 *
 * @throws pulumi.RunError with one report on every fault: path, value, what is allowed, what to change, id of the rule.
 */
export function loadConfig(): PlatformConfig {
    const values = runtime.allConfig();
    const raw = { values, secretKeys: Object.keys(values).filter((key) => runtime.isConfigSecret(key)) };
    const stack = pulumi.getStack();
    const { config, findings, hidden } = checkConfig(raw, stack, SHARED_FILES);
    for (const found of findings.filter(({ severity }) => severity === "warning")) {
        void pulumi.log.warn(reportWarning(found, hidden));
    }
    if (config === undefined) {
        const errors = findings.filter(({ severity }) => severity === "error");
        throw new pulumi.RunError(reportFaults(errors, stack, hidden));
    }
    return withSecrets(config, (text) => pulumi.secret(text));
}
