import { inspect } from "node:util";

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

    it("what the SDK notes of each promise is without a stack, and what happens to the promise is as before", async () => {
        jest.resetModules();
        const { debuggablePromise } = jest.requireActual<{
            debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
        }>("@pulumi/pulumi/runtime/debuggable");
        jest.requireActual("../../stacks/stack-traces");
        const patched = jest.requireActual<{ debuggablePromise: typeof debuggablePromise }>("@pulumi/pulumi/runtime/debuggable");
        Error.stackTraceLimit = 6;
        mapped = [];
        await expect(patched.debuggablePromise(Promise.resolve(7), "here")).resolves.toBe(7);
        expect(mapped).toEqual([]);
        await expect(patched.debuggablePromise(Promise.reject(new Error("broken")), "here")).rejects.toThrow("broken");
        expect(Error.stackTraceLimit).toBe(6);
        const [without, noted] = [Promise.resolve(), Promise.resolve()];
        const stackOf = (promise: object): unknown => Object.getOwnPropertyDescriptor(promise, "_debugStackTrace")?.value;
        Error.prepareStackTrace = (_, frames): string => `${frames.length} frames`;
        void patched.debuggablePromise(without, "here");
        void debuggablePromise(noted, "here");
        expect([stackOf(without), stackOf(noted)]).toEqual(["0 frames", expect.stringMatching(/^[1-6] frames$/)]);
    });

    it("frames in packages stay as installed, so that Pulumi prints an error at once: Node does not get past the SDK's mapped paths", () => {
        const frame = (file: string): NodeJS.CallSite => {
            const site: Partial<NodeJS.CallSite> = {
                getFileName: () => file,
                getLineNumber: () => 1,
                getColumnNumber: () => 2,
                getFunctionName: () => (file.includes("node_modules") ? "f" : null),
            };
            return site as NodeJS.CallSite;
        };
        // As ts-node maps it: the SDK's maps name "../output.ts".
        Error.prepareStackTrace = (error, frames): string =>
            [error.message, ...frames.map((one) => `${(one.getFileName() ?? "").replace("pulumi/output.js", "output.ts")}:1:2`)].join(
                "\n    at ",
            );
        jest.isolateModules(() => {
            jest.requireActual("../../stacks/stack-traces");
        });
        const error = new Error("broken");
        const frames = ["/p/stacks/index.ts", "/p/node_modules/@pulumi/pulumi/output.js", "/p/index.ts"].map(frame);
        const stack: unknown = Error.prepareStackTrace(error, frames);
        expect(stack).toBe(
            "broken\n    at /p/stacks/index.ts:1:2\n    at f (/p/node_modules/@pulumi/pulumi/output.js:1:2)\n    at /p/index.ts:1:2",
        );
        const start = Date.now();
        expect(inspect(Object.assign(error, { stack }), { colors: true })).toContain("broken");
        expect(Date.now() - start).toBeLessThan(1000);
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
