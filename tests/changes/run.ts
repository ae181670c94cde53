import { deploy, loadConfig, type StackOutputs } from "../../stacks";
import { setConfig } from "../stacks/support/set-config";
import { edited, type Edit, toRaw } from "../stacks/support/stack-config";
import { record, type Recording } from "../support/mocks";
import { EDITS, type KeyEdit } from "./edits-data";
import { outcomesOf, type ResourceOutcome } from "./outcome";

/** A key's change, and what it does. */
export interface KeyOutcome {
    readonly edit: KeyEdit;
    readonly outcomes: readonly ResourceOutcome[];
}

/** The edits of a stack file before and after a key's change. */
export function bothSides({ key, path, base = [], from, to }: KeyEdit): { before: Edit[]; after: Edit[] } {
    const at = path ?? key.split(".");
    const first: Edit[] = from === undefined ? [] : [[at, from.value]];
    return { before: [...base, ...first], after: [...base, [at, to]] };
}

export const STACK = "prod";

const known = new Map<string, Promise<Recording<StackOutputs>>>();

/** What the stack registers after some edits; a run that was made is not made again. */
export async function registered(edits: readonly Edit[]): Promise<Recording<StackOutputs>> {
    const key = JSON.stringify(edits);
    const run = known.get(key) ?? record(() => deployEdited(edits), { stack: STACK });
    known.set(key, run);
    return run;
}

async function deployEdited(edits: readonly Edit[]): Promise<StackOutputs> {
    const values = edited(STACK, edits);
    const { secretKeys } = toRaw(values);
    setConfig(toRaw(decrypted(values) as typeof values, secretKeys));
    return deploy(loadConfig());
}

/** Values as Pulumi decrypts them; what is "encrypted" in the rows stands there as it is. */
function decrypted(value: unknown): unknown {
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (Array.isArray(value)) {
        return value.map(decrypted);
    }
    const { secure, ...rest } = value as Readonly<Record<string, unknown>>;
    return typeof secure === "string" && Object.keys(rest).length === 0
        ? secure
        : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decrypted(inner)]));
}

/** What every edit does; one program after the other, since mocks are global. */
export async function keyOutcomes(): Promise<KeyOutcome[]> {
    const found: KeyOutcome[] = [];
    for (const edit of EDITS) {
        const { before, after } = bothSides(edit);
        const standing = await registered(before);
        found.push({ edit, outcomes: outcomesOf(standing, await registered(after)) });
    }
    return found;
}
