import { differences, isWithin, pathKeys } from "../../../rehearsal/provider/difference";
import { secret, UNKNOWN } from "../../../rehearsal/provider/values";

describe("differences", () => {
    it("names what was added, removed and changed, by path", () => {
        const olds = { a: 1, b: { c: "x", gone: true }, list: [1, { k: 1 }, 3], same: [{ a: 1 }], type: "x" };
        const news = { a: 2, b: { c: "x", come: null }, list: [1, { k: 2 }], same: [{ a: 1 }], type: { now: "an object" } };
        expect(differences(olds, news)).toEqual({
            a: "update",
            "b.gone": "delete",
            "b.come": "add",
            "list[1].k": "update",
            "list[2]": "delete",
            type: "update",
        });
    });

    it("quotes keys that a path could not hold", () => {
        expect(differences({}, { labels: { "app.kubernetes.io/name": "x" } })).toEqual({ labels: "add" });
        const path = 'labels["app.kubernetes.io/name"]';
        expect(differences({ labels: {} }, { labels: { "app.kubernetes.io/name": "x" } })).toEqual({ [path]: "add" });
        expect(pathKeys(path)).toEqual(["labels", "app.kubernetes.io/name"]);
    });

    it("does not take a value for changed that only became secret", () => {
        expect(differences({ a: "x" }, { a: secret("x") })).toEqual({});
        expect(differences({ a: "x" }, { a: secret("y") })).toEqual({ a: "update" });
    });

    it("takes what is unknown for changed", () => {
        expect(differences({ a: "x" }, { a: UNKNOWN, b: UNKNOWN })).toEqual({ a: "update", b: "add" });
    });

    it("passes over a provider's own keys", () => {
        expect(differences({ __inputs: 1 }, { __inputs: 2, __other: 1 })).toEqual({});
    });
});

describe("isWithin", () => {
    it.each([
        ["spec.template.metadata", ["spec.template"], true],
        ["spec.templates", ["spec.template"], false],
        ["spec", ["spec.template"], false],
        ["pools[3].count", ["pools[*].count"], true],
        ["pools[3].size", ["pools[*].count"], false],
        ['labels["a.b"]', ["labels"], true],
    ])("%s in %j: %s", (path, roots, expected) => {
        expect(isWithin(path, roots)).toBe(expected);
    });
});
