import { quantityOf, shownAmount, thousandths } from "../../../rehearsal/nodes/quantity";

describe("quantities of Kubernetes", () => {
    test.each([
        ["500m", 500],
        ["2", 2000],
        [2, 2000],
        ["0.1", 100],
        ["1e3", 1_000_000],
        ["1k", 1_000_000],
        ["64Mi", 64 * 2 ** 20 * 1000],
        ["16Gi", 16 * 2 ** 30 * 1000],
        ["1.5Gi", 1.5 * 2 ** 30 * 1000],
        ["1m", 1],
    ])("%s is %d thousandths", (text, expected) => {
        expect(thousandths(text)).toBe(expected);
    });

    test.each(["", "16GB", "two", "1.2.3", "1 Gi"])("'%s' is none", (text) => {
        expect(() => thousandths(text)).toThrow(`"${text}" is not a quantity; write for example 500m, 2 or 16Gi`);
    });

    test("are written as Kubernetes writes them, and shown in the units of people", () => {
        expect([
            quantityOf("cpu", 3860),
            quantityOf("cpu", 4000),
            quantityOf("memory", 2 ** 30 * 1000),
            quantityOf("pods", 110_000),
        ]).toEqual(["3860m", "4", "1048576Ki", "110"]);
        expect([
            shownAmount("memory", 1.5 * 2 ** 30 * 1000),
            shownAmount("memory", 64 * 2 ** 20 * 1000),
            shownAmount("nvidia.com/gpu", 1000),
        ]).toEqual(["1.5 GiB", "64 MiB", "1"]);
    });
});
