/** How many frames are mapped to the source where Pulumi asks for all of them: the nearest are where a resource is declared. */
const NEAREST_FRAMES = 10;

/**
 * The SDK notes the stack of every promise and output that it makes, thousands in a preview, and ts-node maps each frame of each back to
 * its source: a fifth of a preview's time, for texts that nobody reads unless a promise is never settled. They are errors without a
 * message, so those get no text; errors that say something keep their whole stack. An unlimited stack is Pulumi asking where a resource
 * is declared.
 */
function withoutPromises(map: NonNullable<typeof Error.prepareStackTrace>): NonNullable<typeof Error.prepareStackTrace> {
    return (error, frames): unknown => {
        if (error.message !== "") {
            return map(error, frames);
        }
        return Number.isFinite(Error.stackTraceLimit) ? "" : map(error, frames.slice(0, NEAREST_FRAMES));
    };
}

const hooks: Partial<Pick<ErrorConstructor, "prepareStackTrace">> = Error;
if (hooks.prepareStackTrace !== undefined) {
    hooks.prepareStackTrace = withoutPromises(hooks.prepareStackTrace.bind(Error));
}
