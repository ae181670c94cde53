import { POOL_LABEL, SPOT_LABEL } from "../core/placement";
import { NODE_POOL_DEFAULTS, type NodePoolSpec } from "./spec";

/** The pool's name in Azure: its key, and from the second generation on the generation's number. */
export function nodePoolName(key: string, { generation = NODE_POOL_DEFAULTS.generation }: Pick<NodePoolSpec, "generation">): string {
    return generation === 1 ? key : `${key}${generation}`;
}

/** Labels that the pool always has, whatever the specification says; users' own may not replace them. */
export function fixedLabels(key: string, spot: boolean): Record<string, string> {
    return { [POOL_LABEL]: key, ...(spot ? { [SPOT_LABEL.key]: SPOT_LABEL.value } : {}) };
}
