/**
 * Runs a program of Pulumi again and again, each time as the SDK's `cmd/run` does it in a new process: with its environment, its error
 * handlers and its exit code. The SDK, the compiler and the program's modules are loaded once, which is most of what a run costs. So the
 * program must do its work in the function that it exports.
 *
 * The parent sends a command, and gets its exit code when Node has nothing left to do.
 */
const path = require("node:path");

const events = ["uncaughtException", "unhandledRejection", "beforeExit", "exit"];
/** `cmd/run` registers its last handler at the first time, and uses it at the second: at the third, nobody has anything left to do. */
const TIMES_WITHOUT_WORK = 3;

const handlers = () => events.flatMap((event) => process.listeners(event).map((listener) => ({ event, listener })));
const written = (stream, text) => new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));

/** What packages told the SDK about themselves when they were loaded. */
let packages = {};
let isFirst = true;

function begin({ script, args, directory, environment }) {
    Object.keys(process.env).forEach((name) => delete process.env[name]);
    Object.assign(process.env, environment);
    if (!isFirst) {
        // the compiler is registered
        delete process.env.PULUMI_NODEJS_TYPESCRIPT;
    }
    isFirst = false;
    process.chdir(directory);
    process.argv = [process.execPath, script, ...args];
    process.exitCode = undefined;
    delete globalThis.globalStore;
    const main = require.resolve(script);
    delete require.cache[main];
    delete require.cache[path.join(path.dirname(main), "run.js")];
    require(main);
    const { getGlobalStore } = require(path.join(path.dirname(main), "..", "..", "runtime", "state"));
    Object.assign(getGlobalStore(), packages);
}

/** Has done at the end of a run what would be done at the end of its process. @returns the exit code */
function end(added) {
    process.listeners("exit").forEach((listener) => listener(process.exitCode ?? 0));
    added.forEach(({ event, listener }) => process.off(event, listener));
    const { resourceModules, resourcePackages } = globalThis.globalStore;
    packages = { resourceModules, resourcePackages };
    return process.exitCode ?? 0;
}

process.on("message", (run) => {
    if (isFirst) {
        // at the first of these promises, the SDK registers the one handler that looks for those never settled: it must outlive the first run
        require(path.join(path.dirname(require.resolve(run.script)), "..", "..", "runtime", "debuggable")).debuggablePromise(
            Promise.resolve(),
        );
    }
    const before = new Set(handlers().map(({ listener }) => listener));
    let times = 0;
    const onIdle = () => {
        times += 1;
        if (times < TIMES_WITHOUT_WORK) {
            setImmediate(() => undefined);
            return;
        }
        const code = end(handlers().filter(({ listener }) => !before.has(listener)));
        process.channel.ref();
        void Promise.all([written(process.stdout, run.mark), written(process.stderr, run.mark)]).then(() => process.send(code));
    };
    begin(run);
    process.on("beforeExit", onIdle);
    // what waits for the parent is no work of the program's
    process.channel.unref();
});
// the parent is gone
process.on("disconnect", () => process.exit(1));
