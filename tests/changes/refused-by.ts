import { checkConfig } from "../../stacks/config/check";
import { RULES, type RuleId } from "../../stacks/config/rules/rule-table";
import { RULE_CASES } from "../stacks/rule-cases/all";
import type { FileCase, RuleCase } from "../stacks/rule-cases/rule-case";
import { edited, type Edit, toRaw } from "../stacks/support/stack-config";
import type { KeyEdit } from "./edits-data";
import { bothSides, STACK } from "./run";

/** Maps whose keys are names that people choose. */
const NAMED =
    /^(pools|gpuPools|imageRegistries|environment\.tags|objectStore\.buckets|objectStore\.gateway\.rotation\.buckets|studioml\.runner\.workers)\.[^.[]+/;

/** Values that no pool can have, by the last part of the key: what all pools share is tested of one of them only. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
    size: ["Standard_D4as_v55", "Standard_NC6"],
    sizes: [["Standard_NC4as_T4"], ["Standard_NC6"], ["Standard_D4ds_v5"], []],
    minCount: [1.5, 999],
    maxCount: [1001],
    zones: [["4"], ["1", "1"]],
    osDiskSizeGiB: [29],
    maxPods: [9],
    generation: [0, 10_000],
    drainTimeoutMinutes: [1441],
};

/** A path as the table of keys has it: without places in lists, and with `<name>` where people choose one. */
function keyOf(path: string): string {
    return path.replaceAll(/\[[^\]]*\]/g, "").replace(NAMED, "$1.<name>");
}

const isFileCase = (one: RuleCase): one is FileCase => "breaks" in one;

/** The keys that a rule's own test case changes or names in its finding. */
function keysOf({ breaks, at }: FileCase): string[] {
    const [first] = breaks.map(([path]: Edit) => path.join("."));
    return [at, first].flatMap((path) => (path === undefined ? [] : [keyOf(path)]));
}

const rulesByKey = new Map<string, Set<RuleId>>();
for (const [rule, ruleCase] of Object.entries(RULE_CASES) as [RuleId, RuleCase][]) {
    if (RULES[rule].severity === "error" && isFileCase(ruleCase)) {
        for (const key of keysOf(ruleCase)) {
            rulesByKey.set(key, (rulesByKey.get(key) ?? new Set()).add(rule));
        }
    }
}

/** Rules that refuse another value of a key, or a choice by its `kind`: those whose own test shows it, and those that a wrong value meets. */
export function refusedBy(edit: KeyEdit): string[] {
    const { key } = edit;
    const tested = [key, key.replace(/\.kind$/, "")].flatMap((one) => [...(rulesByKey.get(one) ?? [])]);
    const isOfPool = /^(cluster\.systemPool|pools|gpuPools)\./.test(key);
    const met = isOfPool ? (WRONG[key.split(".").at(-1) ?? ""] ?? []).flatMap((value) => rulesAgainst(edit, value)) : [];
    return [...new Set<string>([...tested, ...met])].sort();
}

/** Errors that the stack file of all rows gets by one more edit. */
function rulesAgainst(edit: KeyEdit, value: unknown): string[] {
    // A copy: edits change what they are put on, and that belongs to the row.
    const errors = (edits: readonly Edit[]): string[] =>
        checkConfig(toRaw(edited(STACK, structuredClone(edits))), STACK).findings.flatMap(({ severity, rule }) =>
            severity === "error" ? [rule] : [],
        );
    const { before } = bothSides(edit);
    const known = errors(before);
    return errors([...before, [edit.path ?? edit.key.split("."), value]]).filter((rule) => !known.includes(rule));
}
