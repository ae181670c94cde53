/** The hook replaces Error.prepareStackTrace when it is loaded, so each test loads it anew over a mapper of its own. */
describe("stack traces", () => {
    const original = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
    const limit = Error.stackTraceLimit;
    let mapped: number[];

    beforeEach(() => {
        mapped = [];
        Error.prepareStackTrace = (error, frames): string => {
            mapped.push(frames.length);
            return `${error.message} at ${frames.length} frames`;
        };
        jest.isolateModules(() => {
            jest.requireActual("../../stacks/stack-traces");
        });
    });
    afterEach(() => {
        Error.stackTraceLimit = limit;
        if (original === undefined) {
            delete (Error as Partial<ErrorConstructor>).prepareStackTrace;
        } else {
            Object.defineProperty(Error, "prepareStackTrace", original);
        }
    });

    const deep = (depth: number, make: () => Error): Error => (depth === 0 ? make() : deep(depth - 1, make));

    it("an error that says something keeps its whole stack", () => {
        Error.stackTraceLimit = 6;
        expect(deep(20, () => new Error("broken")).stack).toBe("broken at 6 frames");
    });

    it("what the SDK notes of each promise costs no mapping", () => {
        Error.stackTraceLimit = 6;
        expect([new Error().stack, mapped]).toEqual(["", []]);
    });

    it("Pulumi still learns where a resource is declared", () => {
        Error.stackTraceLimit = Number.POSITIVE_INFINITY;
        expect(deep(20, () => new Error()).stack).toBe(" at 10 frames");
    });
});
