import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import type { Rehearsal } from "./rehearsal";

/** A platform with a private cluster as two stacks, and the same as one. */
export const AZURE = "private-azure";
export const CLUSTER = "private-cluster";
export const WHOLE = "private-all";

/** Makes Pulumi forget what is in a cluster that does not answer. */
export const UNREACHABLE = "PULUMI_K8S_DELETE_UNREACHABLE";

type Values = Readonly<Record<string, unknown>>;

/** What makes the three stacks three; all of them extend config/private.yaml. */
const LAYERS: Readonly<Record<string, Values>> = {
    [AZURE]: { layer: "azure" },
    [CLUSTER]: { layer: "cluster", azureStack: AZURE },
    [WHOLE]: { layer: "all", deployFrom: "in-network" },
};

/** Writes the file of a stack, unprotected, since tests destroy; returns the options that name both. */
export function stackOf(rehearsal: Rehearsal, stack: string, values: Values = {}): string[] {
    const keys = Object.entries({ extends: ["private.yaml"], environment: { protect: false }, ...LAYERS[stack], ...values });
    const file = path.join(rehearsal.home, `${stack}.yaml`);
    writeFileSync(file, stringify({ config: Object.fromEntries(keys.map(([key, value]) => [`ml-platform:${key}`, value])) }));
    return ["-s", stack, "--config-file", file];
}

/** Does something with an environment variable set to `true`. */
export async function withVariable<T>(name: string, action: () => Promise<T>): Promise<T> {
    process.env[name] = "true";
    try {
        return await action();
    } finally {
        delete process.env[name];
    }
}
