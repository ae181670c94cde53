import type { z } from "zod";
import { type Finding, warning } from "../../components/core/findings";
import { environmentOf } from "./environment-schema";
import { findingsOfIssues } from "./issues";
import { configJsonSchema } from "./json-schema";
import { formatPath, isMap, stepsOf, valueAt, type ValuePath } from "./paths";
import { type RawConfig, readDocument } from "./read";
import { rulesOf } from "./rules";
import { type ConfigKey, NAMESPACE, type ParsedConfig, type PlatformConfig, platformSchema } from "./schema";

export interface CheckedConfig {
    /** Complete, with defaults; there is none when a finding is an error. */
    readonly config?: PlatformConfig;
    /** Everything that is wrong or worth a look, in the order of the schema's keys. */
    readonly findings: readonly Finding[];
}

/**
 * Checks a stack's configuration as a whole: fields and rules together, so that one run names every fault.
 *
 * Rules also run on a section with a faulty field, as if that field had been left out, and their findings on it are dropped.
 * A section that lacks what the rules cannot do without is checked by them once that is there.
 */
export function checkConfig(raw: RawConfig, stack: string): CheckedConfig {
    const schema = configJsonSchema();
    const document = readDocument(raw, schema);
    const parsed = platformSchema.safeParse(document.values);
    const unread = new Set(document.findings.map(({ path }) => path));
    const fields = findingsOfIssues(parsed.error?.issues ?? [], schema, document.values).filter(({ path }) => !unread.has(path));
    const faults = [...document.findings, ...fields];
    const rules = rulesOf(parsed.success ? parsed.data : readableSections(document.values), stack);
    const findings = [
        ...faults,
        ...rules.filter(({ path }) => !faults.some((fault) => isBelow(path, fault.path))),
        ...needlessSecrets(raw),
    ];
    const order = Object.keys(platformSchema.shape);
    const rank = ({ path }: Finding): number => order.indexOf(path.split(/[.[]/)[0] ?? "");
    const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
    if (!parsed.success || findings.some(({ severity }) => severity === "error")) {
        return { findings: sorted };
    }
    const { naming } = parsed.data;
    return { config: { ...parsed.data, naming: { environment: environmentOf(stack), ...naming } }, findings: sorted };
}

/** Whether a path is another one or leads further into it. */
function isBelow(path: string, other: string): boolean {
    return path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}

/** The sections that are right, or become right when what is faulty in them is left out. */
function readableSections(values: Readonly<Record<string, unknown>>): Partial<ParsedConfig> {
    const sections: Record<string, unknown> = {};
    for (const key of Object.keys(platformSchema.shape) as ConfigKey[]) {
        const section = readable(platformSchema.shape[key], values[key]);
        if (section !== undefined) {
            sections[key] = section;
        }
    }
    return sections;
}

/** One fault at a time, since taking out one changes where the next is. Ends, since nothing is put back twice. */
function readable(schema: z.ZodType, value: unknown): unknown {
    const copy: unknown = structuredClone(value);
    const stoodIn = new Set<string>();
    for (;;) {
        const parsed = schema.safeParse(copy);
        if (parsed.success) {
            return parsed.data;
        }
        const issue = parsed.error.issues[0];
        const steps = stepsOf(issue?.path ?? []);
        const path = issue?.code === "unrecognized_keys" ? [...steps, issue.keys[0] ?? ""] : steps;
        if (!leaveOut(copy, path, stoodIn)) {
            return undefined;
        }
    }
}

/** Takes out a faulty value; where a required one is missing, puts a stand-in, or takes out the map that lacks it. */
function leaveOut(root: unknown, path: ValuePath, stoodIn: Set<string>): boolean {
    if (path.length === 0) {
        return false;
    }
    if (valueAt(root, path) !== undefined) {
        remove(root, path);
        return true;
    }
    const map = valueAt(root, path.slice(0, -1));
    const name = path.at(-1);
    const standIn = isMap(map) && typeof name === "string" && !stoodIn.has(formatPath(path)) ? STAND_INS[name]?.(map) : undefined;
    if (standIn === undefined) {
        return leaveOut(root, path.slice(0, -1), stoodIn);
    }
    stoodIn.add(formatPath(path));
    Object.assign(map as object, { [String(name)]: standIn });
    return true;
}

/** Values that no rule on another one objects to. */
const STAND_INS: Readonly<Record<string, (map: Readonly<Record<string, unknown>>) => unknown>> = {
    owner: () => "someone",
    access: () => ({ kind: "public" }),
    minCount: ({ maxCount }) => maxCount,
    maxCount: ({ minCount }) => minCount,
};

function remove(root: unknown, path: ValuePath): void {
    const parent = valueAt(root, path.slice(0, -1));
    const last = path.at(-1);
    if (Array.isArray(parent) && typeof last === "number") {
        parent.splice(last, 1);
    } else if (isMap(parent) && last !== undefined) {
        delete (parent as Record<string, unknown>)[last];
    }
}

/** Nothing in the configuration so far is secret, so what is encrypted would stand in clear text in the state all the same. */
function needlessSecrets({ secretKeys }: RawConfig): Finding[] {
    const encrypted = Object.keys(platformSchema.shape).filter((key) => secretKeys.includes(`${NAMESPACE}:${key}`));
    const message = "is encrypted here, but holds no secret: its values stand in clear text in the state and in Azure";
    return encrypted.map((key) => warning("config/needless-secret", key, undefined, message, "write it without `secure`"));
}
