import fc from "fast-check";
import type { Finding } from "../../components/core/findings";
import { checkConfig } from "../../stacks/config/check";
import { isMap, put, remove, valueAt, type ValuePath } from "../../stacks/config/form/paths";
import { reportFaults, reportWarning } from "../../stacks/config/report";
import { readStackFile, SHARED_FILES, stackFileAsWritten, STACKS, toRaw } from "./support/stack-config";

const GOOD = [...STACKS, "studioml", "shakudo", "katonic", "kubeflow", "sai"];

/** Every place in the values of a good file. What Pulumi encrypted is a whole, which a change leaves encrypted or takes away. */
const places = new Map(GOOD.map((stack) => [stack, placesIn(readStackFile(stack).config).filter((place) => place.at(-1) !== "secure")]));

function placesIn(value: unknown, before: ValuePath = []): ValuePath[] {
    const inner: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : [];
    return inner.flatMap(([step, part]) => [[...before, step], ...placesIn(part, [...before, step])]);
}

type Mutation = (values: Record<string, unknown>, place: ValuePath) => void;

/** What people and merge conflicts do to files, each at one place. */
const slips: readonly Mutation[] = [
    (values, place) => remove(values, place),
    (values, place) => put(values, place, null),
    (values, place) => put(values, place, {}),
    (values, place) => put(values, place, []),
    (values, place) => put(values, place, ""),
    (values, place) => put(values, place, [valueAt(values, place)]),
    (values, place) => put(values, place, { value: valueAt(values, place) }),
    (values, place) => put(values, place, JSON.stringify(valueAt(values, place) ?? null)),
    (values, place) => put(values, [...place.slice(0, -1), `${String(place.at(-1))}x`], valueAt(values, place)),
    (values, place) => put(values, [...place.slice(0, -1), String(place.at(-1)).toUpperCase()], valueAt(values, place)),
    (values, place) => put(values, place, structuredClone(valueAt(values, place.slice(0, -1)))),
];

const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom("__proto__", "constructor", "0.0.0.0/0", "10.0.0.0/33", "1.36", -1, 1e21, 0.5, "v1:x", "\u0000", "a".repeat(5000)),
);

/** A good file of one of the platforms after one to four changes, and the changes' seed data for the message of a failure. */
const mutated = fc.constantFrom(...GOOD).chain((stack) => {
    const place = fc.constantFrom(...(places.get(stack) ?? []));
    const slip = fc.constantFrom(...slips);
    const replacement: fc.Arbitrary<Mutation> = value.map(
        (one) =>
            (values, at): void =>
                put(values, at, structuredClone(one)),
    );
    const transplant: fc.Arbitrary<Mutation> = fc.constantFrom(...GOOD).chain((other) =>
        fc.constantFrom(...(places.get(other) ?? [])).map((from) => (values, at): void => {
            put(values, at, valueAt(readStackFile(other).config, from));
        }),
    );
    const change = fc.tuple(place, fc.oneof(slip, replacement, transplant));
    return fc.record({ stack: fc.constant(stack), changes: fc.array(change, { minLength: 1, maxLength: 4 }), merged: fc.boolean() });
});

describe("a good stack file after changes at random", () => {
    it("ends in a configuration or in a report, never in another error; the report names each fault and shows no secret and no stack", () => {
        fc.assert(
            fc.property(mutated, ({ stack, changes, merged }) => {
                const values = (merged ? readStackFile(stack) : stackFileAsWritten(stack)).config;
                for (const [place, change] of changes) {
                    change(values, place);
                }
                const { config, findings, hidden } = checkConfig(toRaw(values), stack, SHARED_FILES);
                const errors = findings.filter(({ severity }) => severity === "error");
                expect(config === undefined).toBe(errors.length > 0);
                const report = [reportFaults(errors, stack, hidden), ...findings.map((found) => reportWarning(found, hidden))].join("\n");
                expect(report).not.toMatch(/\n\s+at \S+ \(|placeholder/);
                const isTold = ({ rule, message, fix }: Finding): boolean =>
                    /^[a-z-]+\/[a-z0-9-]+$/.test(rule) && message !== "" && fix !== "";
                expect(errors.filter((error) => !isTold(error))).toEqual([]);
            }),
            { numRuns: 1500, seed: 20261121 },
        );
    });
});
