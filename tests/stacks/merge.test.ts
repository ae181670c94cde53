import fc from "fast-check";
import { merge, withoutNulls } from "../../stacks/config/files/merge";
import { isMap } from "../../stacks/config/form/paths";

const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean());
const list = fc.array(fc.oneof(scalar, fc.constant(null), fc.dictionary(fc.string(), scalar)), { maxLength: 3 });
const key = fc.constantFrom("a", "b", "c", "__proto__", "constructor");

/** Maps in maps with lists, texts and numbers; with nulls, if asked for. */
function tree(nulls: boolean): fc.Arbitrary<Record<string, unknown>> {
    const leaf = nulls ? fc.oneof(scalar, list, fc.constant(null)) : fc.oneof(scalar, list);
    return fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
        map: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
        value: fc.oneof({ maxDepth: 3 }, leaf, tie("map")),
    })).map;
}

/** Maps of which a place is a map in all or in none: `a` and `b` are, others are not. */
const shaped = fc.record(
    {
        a: fc.record({ a: fc.dictionary(fc.constantFrom("x", "y"), scalar), z: list }, { requiredKeys: [] }),
        b: fc.dictionary(fc.constantFrom("x", "y"), fc.oneof(scalar, list)),
        c: fc.oneof(scalar, list),
    },
    { requiredKeys: [] },
);

const run = (property: fc.IProperty<unknown>): void => fc.assert(property, { numRuns: 500, seed: 20261121 });

describe("merging", () => {
    it.each([
        ["maps merge", { a: { x: 1, y: 1 } }, { a: { y: 2, z: 3 } }, { a: { x: 1, y: 2, z: 3 } }],
        ["lists replace", { a: [1, 2] }, { a: [3] }, { a: [3] }],
        ["a list of maps replaces, too", { a: [{ x: 1 }] }, { a: [{ y: 2 }] }, { a: [{ y: 2 }] }],
        ["a text replaces a map", { a: { x: 1 } }, { a: "x" }, { a: "x" }],
        ["a map replaces a text", { a: "x" }, { a: { x: 1 } }, { a: { x: 1 } }],
        ["an empty map adds nothing", { a: { x: 1 } }, { a: {} }, { a: { x: 1 } }],
        ["an empty list replaces", { a: [1] }, { a: [] }, { a: [] }],
        ["null removes a map", { a: { x: 1 }, b: 1 }, { a: null }, { b: 1 }],
        ["null removes inside", { a: { x: 1, y: 2 } }, { a: { x: null } }, { a: { y: 2 } }],
        ["false, 0 and an empty text are values", { a: true, b: 1, c: "x" }, { a: false, b: 0, c: "" }, { a: false, b: 0, c: "" }],
        ["a null that removes nothing can be seen", { a: 1 }, { b: null }, { a: 1, b: null }],
        ["a null in a list is the list's", { a: [1] }, { a: [null] }, { a: [null] }],
    ])("%s", (_title, base, over, expected) => expect(merge(base, over)).toEqual(expected));

    it("lays nothing over anything, and anything over nothing, without a change", () =>
        run(
            fc.property(tree(true), (value) => {
                expect(merge({}, value)).toEqual(value);
                expect(merge(value, {})).toEqual(value);
            }),
        ));

    it("says the same again without a change, as long as nothing is removed", () =>
        run(fc.property(tree(false), (value) => expect(merge(value, value)).toEqual(value))));

    it("is associative where no null is in play and maps stay maps", () =>
        run(fc.property(shaped, shaped, shaped, (a, b, c) => expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c))))));

    it("is associative in no other case: what a text has replaced does not come back", () => {
        const [a, b, c] = [{ x: { p: 1 } }, { x: 5 }, { x: { q: 2 } }];
        expect(merge(merge(a, b), c)).toEqual({ x: { q: 2 } });
        expect(merge(a, merge(b, c))).toEqual({ x: { p: 1, q: 2 } });
    });

    it("gives every value of the upper one, and leaves no null of it where the lower one has a value", () =>
        run(
            fc.property(tree(true), tree(true), (base, over) => {
                const merged = merge(base, over) as Record<string, unknown>;
                for (const [name, value] of Object.entries(over)) {
                    if (value === null) {
                        expect(Object.hasOwn(merged, name)).toBe(!Object.hasOwn(base, name));
                    } else if (!isMap(value)) {
                        expect(merged[name]).toEqual(value);
                    }
                }
                const untouched = Object.keys(base).filter((name) => !Object.hasOwn(over, name));
                untouched.forEach((name) => expect(merged[name]).toEqual(base[name]));
            }),
        ));

    it("changes no input, and shares nothing with one", () =>
        run(
            fc.property(tree(true), tree(true), (base, over) => {
                const before = JSON.stringify([base, over]);
                const parts = new Set([...partsOf(base), ...partsOf(over)]);
                const merged = merge(base, over);
                expect([...partsOf(merged)].filter((part) => parts.has(part))).toEqual([]);
                expect(JSON.stringify([base, over])).toBe(before);
            }),
        ));

    it("drops nulls on demand, in maps and in no list", () => {
        expect(withoutNulls({ a: null, b: { c: null, d: [null, { e: null }] } })).toEqual({ b: { d: [null, { e: null }] } });
        run(fc.property(tree(false), (value) => expect(withoutNulls(value)).toEqual(value)));
    });
});

/** Every map and list in a value, itself included. */
function partsOf(value: unknown): Set<object> {
    return typeof value === "object" && value !== null
        ? new Set([value, ...Object.values(value).flatMap((inner) => [...partsOf(inner)])])
        : new Set();
}
