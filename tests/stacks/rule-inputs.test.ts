import type { Finding } from "../../components/core/findings";
import { formOf } from "../../stacks/config/form/form";
import { CONFIG_JSON_SCHEMA } from "../../stacks/config/json-schema/json-schema";
import { formatPath, isAtOrAbove, isMap, put, remove, valueAt, type ValuePath } from "../../stacks/config/form/paths";
import { readDocument } from "../../stacks/config/form/read";
import { regionRules } from "../../stacks/config/rules/region-rules";
import { inputsOf, ruleInputs } from "../../stacks/config/rules/rule-inputs";
import { rulesOf } from "../../stacks/config/rules/rules";
import type { ParsedConfig } from "../../stacks/config/schema";
import { FAULTS } from "./config-faults-data";
import { RULE_CASES } from "./rule-cases/all";
import { type Edit, edited, toRaw } from "./support/stack-config";

/** A configuration of the right form, whether or not the rules like it. */
function formed(stack: string, edits: readonly Edit[]): ParsedConfig {
    const document = readDocument(toRaw(edited(stack, edits)), CONFIG_JSON_SCHEMA);
    return formOf(document, CONFIG_JSON_SCHEMA).config;
}

const findingsOn = (config: ParsedConfig): Finding[] => [...regionRules(config), ...rulesOf(config, "prod")];

/** Other ways to break some rules, which then look at other values. */
const MORE: readonly Edit[] = [
    [["network"], { kind: "existing", nodeSubnetId: "nodes", nodeSubnet: "172.20.0.0/20", outbound: { kind: "natGateway" } }],
    [["network"], { kind: "existing", nodeSubnetId: "nodes", nodeSubnet: "10.244.0.0/29", outbound: { kind: "natGateway" } }],
    [
        ["gpuPools", "t4", "zones"],
        ["1", "1"],
    ],
    [["cluster", "podCidr"], "172.20.0.0/12"],
];

/** A stack file that breaks some rules, and one that satisfies them. */
interface Attempt {
    readonly stack: string;
    readonly breaks: readonly Edit[];
    readonly satisfies: readonly Edit[];
    /** Rule and place of everything that is found in the first. */
    readonly names: readonly string[];
}

function attempt(stack: string, breaks: readonly Edit[], satisfies: readonly Edit[] = []): Attempt {
    const names = findingsOn(formed(stack, breaks)).map(({ rule, path }) => `${rule} ${path}`);
    return { stack, breaks, satisfies, names };
}

const cases = Object.values(RULE_CASES).flatMap((row) => ("breaks" in row ? [row] : []));
const attempts: readonly Attempt[] = [
    ...cases.map(({ stack = "prod", breaks, satisfies }) => attempt(stack, breaks, satisfies)),
    ...FAULTS.map(({ stack = "prod", edit }) => attempt(stack, [edit])),
    ...MORE.map((edit) => attempt("prod", [edit])),
];

/** Both at once, if they edit different places, and what each of them breaks is broken then, too. */
function together(a: Attempt, b: Attempt): Attempt | undefined {
    const meet = a.breaks.some(([one]) => b.breaks.some(([other]) => isAtOrAbove(one, other) || isAtOrAbove(other, one)));
    if (a.stack !== b.stack || meet) {
        return undefined;
    }
    const both = attempt(a.stack, [...a.breaks, ...b.breaks], [...a.satisfies, ...b.satisfies]);
    const names = new Set(both.names);
    return [...a.names, ...b.names].every((name) => names.has(name)) ? both : undefined;
}

// Every rule at every place of a finding, in as few configurations as are easily found: each is tried with every other value.
const found = new Set<string>();
const gathered: Attempt[] = [];
for (const one of attempts) {
    const fresh = one.names.filter((name) => !found.has(name));
    fresh.forEach((name) => found.add(name));
    if (fresh.length > 0) {
        const first = Math.max(gathered.length - 4, 0);
        const joined = gathered.slice(first).map((other) => together(other, one));
        const at = joined.findIndex((both) => both !== undefined);
        gathered.splice(at < 0 ? gathered.length : first + at, 1, joined[at] ?? one);
    }
}

/** A configuration that breaks rules, and the one that satisfies them. */
interface Broken {
    readonly config: ParsedConfig;
    readonly mended: ParsedConfig;
}
const pairOf = ({ stack, breaks, satisfies }: Attempt): Broken => ({ config: formed(stack, breaks), mended: formed(stack, satisfies) });
const corpus = gathered.map(pairOf);

/** What configurations have at a place, positions in lists aside: the values, and the keys of each map. */
interface Seen {
    readonly values: Map<string, unknown>;
    readonly keys: Set<string>[];
}
const seenAt = new Map<string, Seen>();
const seen = (place: ValuePath): Seen => {
    const pattern = formatPath(place.map((step) => (typeof step === "number" ? "*" : step)));
    const known = seenAt.get(pattern) ?? { values: new Map<string, unknown>(), keys: [] };
    seenAt.set(pattern, known);
    return known;
};
for (const config of attempts.map(pairOf).flatMap(({ config, mended }) => [config, mended])) {
    for (const [place, value] of nodes(config, [])) {
        const text = JSON.stringify(value);
        // Lists with hundreds of entries, which some rules are about, would only take time elsewhere.
        if (text.length < 1000) {
            seen(place).values.set(text, value);
        }
        if (isMap(value)) {
            seen(place).keys.push(new Set(Object.keys(value).slice(0, 30)));
        }
    }
}

/** All values in a configuration; of a long list or map the first ones, since the others are like them. */
function* nodes(value: unknown, place: ValuePath): Generator<[ValuePath, unknown]> {
    yield [place, value];
    if (isMap(value) || Array.isArray(value)) {
        for (const [name, inner] of Object.entries(value).slice(0, Array.isArray(value) ? 3 : 30)) {
            yield* nodes(inner, [...place, Array.isArray(value) ? Number(name) : name]);
        }
    }
}

type Change = readonly [place: ValuePath, apply: (config: ParsedConfig) => void];

/** So many values are tried at a place, other ones in each configuration, beside one of each kind and the one that mends this one. */
const MOST_VALUES = 1;

function kindOf(value: unknown): unknown {
    return isMap(value) ? value["kind"] : undefined;
}

/** Values put in place of others that some configuration has there; keys that come, and keys that go. */
function* changesOf({ config, mended }: Broken, turn: number): Generator<Change> {
    const putting = (place: ValuePath, own?: string): Change[] => {
        const others = [...seen(place).values].filter(([text]) => text !== own).map(([, value]) => value);
        const start = others.length === 0 ? 0 : turn % others.length;
        const some = [...others.slice(start), ...others.slice(0, start)].slice(0, MOST_VALUES);
        const ofEachKind = new Map(others.map((value) => [kindOf(value), value])).values();
        const mending = [valueAt(mended, place)].filter((value) => value !== undefined && JSON.stringify(value) !== own);
        const chosen = new Map([...mending, ...ofEachKind, ...some].map((value) => [JSON.stringify(value), value])).values();
        return [...chosen].map((value) => [place, (changed) => put(changed, place, structuredClone(value))]);
    };
    for (const [place, value] of nodes(config, [])) {
        const isChoice = isMap(value) && "kind" in value;
        if ((!isMap(value) || isChoice) && place.at(-1) !== "kind") {
            yield* putting(place, JSON.stringify(value));
        }
        if (isMap(value) && !isChoice) {
            const { keys } = seen(place);
            for (const key of new Set(keys.flatMap((some) => [...some]))) {
                const inner = [...place, key];
                if (!(key in value)) {
                    yield* putting(inner);
                } else if (keys.some((some) => !some.has(key))) {
                    yield [inner, (changed) => remove(changed, inner)];
                }
            }
        }
    }
}

describe("what a rule looks at", () => {
    const unsaid = new Set<string>();
    const needed = new Set<string>();

    beforeAll(() => {
        for (const [turn, one] of corpus.entries()) {
            const { config } = one;
            const before = findingsOn(config).map((finding) => ({
                finding,
                text: JSON.stringify(finding),
                inputs: inputsOf(finding, config),
            }));
            for (const [place, apply] of changesOf(one, turn)) {
                const changed = structuredClone(config);
                apply(changed);
                const after = new Set(findingsOn(changed).map((finding) => JSON.stringify(finding)));
                for (const { finding, inputs } of before.filter(({ text }) => !after.has(text))) {
                    const [itself = [], ...others] = inputs;
                    const isIn = (input: ValuePath): boolean => isAtOrAbove(place.slice(0, input.length), input);
                    if (others.some(isIn)) {
                        needed.add(finding.rule);
                    } else if (!isIn(itself)) {
                        unsaid.add(`${finding.rule} at ${finding.path} looks at ${formatPath(place)}`);
                    }
                }
            }
        }
    });

    it("is in its row of rule-inputs.ts: no finding changes with another value", () => {
        expect([...unsaid]).toEqual([]);
    });

    it("is looked at: no row is there for nothing", () => {
        const rows = new Set(corpus.flatMap(({ config }) => Object.keys(ruleInputs(config))));
        expect([...rows].filter((rule) => !needed.has(rule))).toEqual([]);
    });

    it("is tried for every rule that has a case in a stack file", () => {
        const tried = new Set([...found].map((name) => name.split(" ")[0]));
        const rules = Object.entries(RULE_CASES).flatMap(([id, row]) => ("breaks" in row && !id.startsWith("config/") ? [id] : []));
        expect(rules.filter((id) => !tried.has(id))).toEqual([]);
    });
});
