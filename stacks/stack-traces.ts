import { createRequire } from "node:module";

type StackMap = NonNullable<typeof Error.prepareStackTrace>;
type Frame = Parameters<StackMap>[1][number];

/** How many frames are mapped to the source where Pulumi asks for all of them: the nearest are where a resource is declared. */
const NEAREST_FRAMES = 10;

/** Not among the SDK's types. Its modules call it as a member of the module's exports. */
interface PromiseDebugging {
    debuggablePromise?: (promise: Promise<unknown>, ...context: unknown[]) => Promise<unknown>;
    readonly debugPromiseLeaks?: boolean;
}

/**
 * The SDK notes the stack of every promise that it makes, hundreds for each resource, which was most of what registering one took; nobody
 * reads them unless PULUMI_DEBUG_PROMISE_LEAKS asks for them. Errors keep their stacks: only the noting goes without.
 */
function leaveOutStacksOfPromises(sdk: PromiseDebugging): void {
    const { debuggablePromise, debugPromiseLeaks } = sdk;
    if (debuggablePromise === undefined || debugPromiseLeaks === true) {
        return;
    }
    sdk.debuggablePromise = (...promise) => {
        const limit = Error.stackTraceLimit;
        Error.stackTraceLimit = 0;
        try {
            return debuggablePromise(...promise);
        } finally {
            Error.stackTraceLimit = limit;
        }
    };
}

/**
 * What is left are errors without a message that the SDK keeps in case something fails, several for each resource, and ts-node maps each
 * frame of each back to its source. So those get no text; errors that say something keep their whole stack. An unlimited stack is Pulumi
 * asking where a resource is declared.
 */
function withoutPromises(map: StackMap): StackMap {
    return (error, frames): unknown => {
        if (error.message !== "") {
            return map(error, frames);
        }
        return Number.isFinite(Error.stackTraceLimit) ? "" : map(error, frames.slice(0, NEAREST_FRAMES));
    };
}

/**
 * Frames in packages keep the place in the file that is installed. Their maps name sources that are not, and the SDK's lie one folder too
 * high: `node_modules/@pulumi/output.ts`. Node's inspect, which Pulumi prints an error with, never gets past such a path: it fills the
 * memory for a minute or more until a string is too long (nodejs/node#64011: from 20.19.6 on, mended in the middle of 2026).
 */
function withPackagesAsInstalled(map: StackMap): StackMap {
    return (error, frames): unknown => {
        const title: unknown = map(error, []);
        if (typeof title !== "string" || !frames.some(isOfPackage)) {
            return map(error, frames);
        }
        const lines = frames.map((frame) => {
            return isOfPackage(frame) ? `\n    at ${asInstalled(frame)}` : String(map(error, [frame])).slice(title.length);
        });
        return title + lines.join("");
    };
}

function asInstalled(frame: Frame): string {
    const place = [frame.getFileName() ?? "", frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0].join(":");
    const name = frame.getFunctionName();
    return name === null ? place : `${name} (${place})`;
}

function isOfPackage(frame: Frame): boolean {
    return /[\\/]node_modules[\\/]/.test(frame.getFileName() ?? "");
}

const hooks: Partial<Pick<ErrorConstructor, "prepareStackTrace">> = Error;
if (hooks.prepareStackTrace !== undefined) {
    hooks.prepareStackTrace = withoutPromises(withPackagesAsInstalled(hooks.prepareStackTrace.bind(Error)));
}
// not imported: that may be a copy, which nobody else sees
leaveOutStacksOfPromises(createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as PromiseDebugging);
