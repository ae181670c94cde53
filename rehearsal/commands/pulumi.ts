import { spawn } from "node:child_process";
import { hasFlag, parsePulumiArguments } from "../arguments";
import { type CrashPoint, type FaultRule, readFaultFile } from "../faults/fault-file";
import { FaultInjector, type FaultInjectorOptions } from "../faults/injector";
import { openClusters, tellKept } from "../clusters";
import type { ControlPlanes } from "../control-plane/control-planes";
import { languageHostAt } from "../engine/language-host";
import { serveLanguageHost } from "../language-host/server";
import type { ResourceCall } from "../provider/contract";
import { say, UserError } from "../screen";
import type { Session } from "../session";
import { serveSimulation } from "../simulation";
import { locksOf, pendingCreates, stateResources } from "../state/backend";
import { Unprotected } from "../state/unprotected";
import { placementOf, type Placement } from "./placement";

/** Exit code of a killed process, as a shell has it. */
const killed = 137;

/** Verbs that talk to providers. */
const deploying = new Set(["up", "update", "preview", "pre", "destroy", "down", "dn", "refresh", "import", "watch"]);
/** Those that change a stack, so one at a time. */
const changing = new Set(["up", "update", "destroy", "down", "dn", "refresh", "import", "watch"]);
/** Those for which a missing stack is made from its file. */
const making = new Set(["up", "update", "preview", "pre", "config", "import", "watch"]);
/** Those that mean the current stack when none is named. */
const aboutAStack = new Set([...deploying, "config", "cancel", "logs", "state", "console"]);
/** Those that give the options of the program to what is in the state. */
const upping = new Set(["up", "update", "watch"]);
const destroying = new Set(["destroy", "down", "dn"]);
/** Subcommands of `stack` that are not about the current stack. */
const stackless = new Set(["init", "ls", "select", "rm", "unselect"]);

/** Who wants to know of real creates, updates and deletes, and of those that a fault hit. */
export type Watcher = Pick<FaultInjectorOptions, "onCall" | "onHit">;

/** Hands any Pulumi command over to the real engine, attached to the simulated subscription; resolves to its exit code. */
export async function runPulumi(session: Session, args: readonly string[], directory: string, watcher?: Watcher): Promise<number> {
    const parsed = parsePulumiArguments(args, directory);
    const verb = parsed.verb ?? "";
    const faults = parsed.faults === undefined ? undefined : readFaults(parsed.faults);
    const asksForHelp = hasFlag(args, "--help", "-h");
    const about = !asksForHelp && (aboutAStack.has(verb) || (verb === "stack" && !stackless.has(parsed.subcommand ?? "")));
    const stack = session.stackOf(parsed.stack);
    const rest = [...parsed.rest];
    // what follows "--" is no option any more
    const addOptions = (...options: string[]): void =>
        void rest.splice(rest.includes("--") ? rest.indexOf("--") : rest.length, 0, ...options);
    if (about) {
        if (!making.has(verb)) {
            session.requireStack(stack);
        }
        session.prepareStack(stack, { select: parsed.stack === undefined, withoutFile: parsed.configFile !== undefined });
        if (parsed.configFile !== undefined) {
            addOptions("--config-file", session.generated.useConfigFile(parsed.configFile, stack, session.writeSecrets));
        }
    }
    const changes = about && changing.has(verb) && !hasFlag(rest, "--preview-only");
    if (changes) {
        refuseUnlessFree(session, stack, verb);
    }
    const unprotected = new Unprotected(session.paths, stack);
    if (destroying.has(verb) && !hasFlag(rest, "--run-program")) {
        // Error hooks live in the program: without it, a destroy has none. A stack that stood up from a --config-file that is not given
        // now has no configuration to run the program with. Of a stack that is empty it would make components, which nothing deletes again.
        const isConfigured = parsed.configFile !== undefined || session.generated.hasConfiguration(stack);
        const isEmpty = stateResources(session.paths, session.project, stack).length === 0;
        addOptions(`--run-program=${isConfigured && !unprotected.byHand && !isEmpty}`);
    }
    const code =
        about && deploying.has(verb)
            ? await runWithClusters(session, rest, { stack, verb, keep: parsed.keepCluster, rules: faults, watcher })
            : await spawnEngine(session, rest, {});
    if (code === killed && changes) {
        say(`\nThe engine was killed. "npm run rehearse -- recover -s ${stack}" settles what was being made.`);
    }
    if (code === 0 && verb === "state" && parsed.subcommand === "unprotect") {
        unprotected.remember();
    } else if (changes && upping.has(verb)) {
        unprotected.forget();
    }
    return code;
}

function readFaults(file: string): FaultRule[] {
    try {
        return readFaultFile(file);
    } catch (error) {
        throw new UserError(`${error instanceof Error ? error.message : String(error)}\nrehearsal/faults/README.md has the format`);
    }
}

/** An update that was killed leaves its lock and, worse, resources that nobody knows: both must be settled first. */
function refuseUnlessFree(session: Session, stack: string, verb: string): void {
    for (const lock of locksOf(session.paths, session.project, stack)) {
        throw new UserError(
            lock.alive
                ? `stack "${stack}" is locked: another run (process ${lock.pid}, since ${lock.since}) is changing it. Wait for it, or stop it with Ctrl-C where it runs.`
                : `stack "${stack}" is locked by a run that was killed (process ${lock.pid}, since ${lock.since}). ` +
                      `"npm run rehearse -- recover -s ${stack}" clears the lock and settles what was being made.`,
        );
    }
    const pending = pendingCreates(session.paths, session.project, stack);
    if (pending.length > 0 && verb !== "refresh") {
        throw new UserError(
            `stack "${stack}" has ${pending.length} resource(s) whose creation was interrupted:\n` +
                pending.map(({ resource }) => `  ${resource.urn}\n`).join("") +
                `They may exist without being in the state. "npm run rehearse -- recover -s ${stack}" finds out.`,
        );
    }
}

interface DeployingRun {
    readonly stack: string;
    readonly verb: string;
    /** Keep the clusters' control planes when the command has ended. @default - as they were */
    readonly keep?: boolean | undefined;
    readonly rules?: readonly FaultRule[] | undefined;
    readonly watcher?: Watcher | undefined;
}

/** Runs the engine with the clusters of the subscription at hand. */
async function runWithClusters(session: Session, args: readonly string[], run: DeployingRun): Promise<number> {
    const { stack, verb, keep, rules, watcher } = run;
    const planes = await openClusters(session.paths, {
        stack,
        keep,
        makesClusters: upping.has(verb) && !hasFlag(args, "--preview-only"),
        // a preview looks at objects, everything else has to wait for what controllers do with them
        early: changing.has(verb) ? "full" : "api",
    });
    try {
        let code = await runWithSimulation(session, args, { planes, rules, watcher });
        if (code === 0 && upping.has(verb) && !hasFlag(args, "--preview-only")) {
            code = tellPlacement(await placementOf(planes, session.paths, stack));
        }
        if (keep === true) {
            tellKept(session.paths);
        }
        return code;
    } finally {
        await planes.close();
    }
}

/** What stands is worth nothing when what it is for can never run. @returns the exit code */
function tellPlacement({ lines, hasWorkloads, impossible }: Placement): number {
    if (hasWorkloads) {
        say();
        lines.forEach(say);
    }
    if (impossible.length > 0) {
        say(`\nThe stack stands, and the rehearsal failed: ${impossible.join(", ")} can never run.`);
    }
    return impossible.length > 0 ? 1 : 0;
}

export interface SimulationRun {
    readonly planes?: ControlPlanes | undefined;
    readonly rules?: readonly FaultRule[] | undefined;
    readonly watcher?: Watcher | undefined;
}

/** Runs the engine beside the simulated providers, which this process serves. */
export async function runWithSimulation(
    session: Session,
    args: readonly string[],
    { planes, rules, watcher }: SimulationRun,
): Promise<number> {
    let crashed: string | undefined;
    const onCrash = (point: CrashPoint, { verb, urn }: ResourceCall): void => void (crashed = `${point}: ${verb} of ${urn}`);
    const faults = rules === undefined && watcher === undefined ? undefined : new FaultInjector(rules ?? [], { ...watcher, onCrash });
    const simulation = await serveSimulation(session.paths, { faults, planes });
    try {
        const code = await spawnEngine(session, args, simulation.ports, (pid) => faults?.attachEngine(pid));
        if (crashed !== undefined) {
            say(`\nRehearsed crash, the engine was killed ${crashed}`);
        }
        return code;
    } finally {
        await simulation.close();
    }
}

async function spawnEngine(
    session: Session,
    args: readonly string[],
    ports: Readonly<Record<string, number>>,
    started?: (pid: number) => void,
): Promise<number> {
    const environment = session.environment(ports);
    // Pulumi's own stays in use where it is installed. Ours is served from here, for a process of its own takes longer to start than to work.
    const isOurs = session.engine.languageHost === "rehearsal";
    const host = isOurs ? await serveLanguageHost({ environment, isAttached: true, programs: session.programs }) : undefined;
    const engine = spawn(session.engine.binary, args, {
        cwd: session.paths.project,
        env: { ...environment, ...(host === undefined ? {} : languageHostAt(host.port)) },
        stdio: session.stdio,
    });
    if (engine.pid !== undefined) {
        started?.(engine.pid);
    }
    // a terminal sends Ctrl-C to the whole group: the engine decides what it means
    const ignore = (): void => undefined;
    const forward = (): void => void engine.kill("SIGTERM");
    process.on("SIGINT", ignore);
    process.on("SIGTERM", forward);
    try {
        return await new Promise<number>((resolve, reject) => {
            engine.on("error", reject);
            engine.on("exit", (code, signal) => resolve(signal === "SIGKILL" ? killed : (code ?? 1)));
        });
    } finally {
        host?.end();
        process.off("SIGINT", ignore);
        process.off("SIGTERM", forward);
    }
}
