import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { runPulumi, type Watcher } from "../commands/pulumi";
import { recover } from "../commands/recover";
import { checkout, type RehearsalPaths, rehearsalPaths } from "../home";
import type { ResourceCall } from "../provider/contract";
import { divertSaid, UserError } from "../screen";
import { Session, type SessionOptions } from "../session";
import { type StateResource, stateResources } from "../state/backend";
import { type Call, type DrawnFault, keyOf } from "./draw";
import { editStackFile, type Edit } from "./edits";
import { faultEntry } from "./fault-table";
import type { CampaignStack } from "./stack-files";

/** What the runs of one process have in common. */
export type RehearsalMeans = Required<Pick<SessionOptions, "engine" | "programs">>;

/** One stack in a rehearsal home of its own, driven by the commands that a person would give. What they print goes to a log beside it. */
export class RehearsedStack {
    private constructor(
        private readonly session: Session,
        private readonly stack: CampaignStack,
        private readonly log: number,
    ) {}

    /** Works with a stack in a home, which is made when it does not exist. */
    static async in<Result>(
        home: string,
        stack: CampaignStack,
        means: RehearsalMeans,
        work: (rehearsed: RehearsedStack) => Promise<Result>,
    ): Promise<Result> {
        mkdirSync(home, { recursive: true });
        const log = openSync(logOf(home), "a");
        const restore = divertSaid((text) => void writeSync(log, text));
        try {
            const session = await Session.start({
                paths: rehearsalPaths(home),
                ...means,
                stdio: ["ignore", log, log],
            });
            return await work(new RehearsedStack(session, stack, log));
        } finally {
            restore();
            closeSync(log);
        }
    }

    get paths(): RehearsalPaths {
        return this.session.paths;
    }

    state(): readonly StateResource[] {
        return stateResources(this.session.paths, this.session.project, this.stack.name);
    }

    /** Makes the stack and the rehearsal's copy of its file, as the first command about it would. */
    prepare(): void {
        const { name, configFile } = this.stack;
        this.session.prepareStack(name, { select: false, withoutFile: configFile !== undefined });
        if (configFile !== undefined) {
            this.session.generated.useConfigFile(configFile, name, this.session.writeSecrets);
        }
    }

    edit(edit: Edit): void {
        const { name, configFile } = this.stack;
        const { generated, writeSecrets } = this.session;
        editStackFile(configFile === undefined ? generated.stackFile(name) : generated.useConfigFile(configFile, name, writeSecrets), edit);
    }

    up(watcher?: Watcher, faults?: string): Promise<number> {
        return this.run(["up", "--yes", "--skip-preview"], watcher, faults);
    }

    /** A code other than 0 says that something would change. */
    previewNoChanges(): Promise<number> {
        return this.run(["preview", "--expect-no-changes", "--diff"]);
    }

    /** What is protected is unprotected first, as `docs/rehearsal.md` says. */
    async destroy(watcher?: Watcher, faults?: string): Promise<number> {
        if (this.state().some(({ protect }) => protect === true)) {
            await this.run(["state", "unprotect", "--all", "--yes"]);
        }
        return this.run(["destroy", "--yes", "--skip-preview"], watcher, faults);
    }

    async recover(): Promise<number> {
        this.note(`recover --stack ${this.stack.name}`);
        return this.guarded(() => recover(this.session, this.stack.name));
    }

    /** Writes the fault into a fault file of the home. */
    faultFile({ call, fault, times }: DrawnFault): string {
        const file = path.join(this.session.paths.home, "faults.yaml");
        const { type, verb, name } = call;
        writeFileSync(file, stringify([{ match: { type, verb, name }, times, fault: faultEntry(fault) }]));
        return file;
    }

    private run(args: readonly string[], watcher?: Watcher, faults?: string): Promise<number> {
        const { name, configFile } = this.stack;
        const all = [
            ...args,
            ...["--stack", name],
            ...(configFile === undefined || args[0] === "state" ? [] : ["--config-file", configFile]),
            ...(faults === undefined ? [] : ["--faults", faults]),
        ];
        this.note(all.join(" "));
        return this.guarded(() => runPulumi(this.session, all, checkout, watcher));
    }

    private note(command: string): void {
        writeSync(this.log, `\n> npm run rehearse -- ${command}\n`);
    }

    /** A refusal of the rehearsal's own ends a command as it would end the process. */
    private async guarded(work: () => Promise<number>): Promise<number> {
        try {
            return await work();
        } catch (error) {
            if (!(error instanceof UserError)) {
                throw error;
            }
            writeSync(this.log, `error: ${error.message}\n`);
            return error.exitCode;
        }
    }
}

export function logOf(home: string): string {
    return path.join(home, "log.txt");
}

/** The last lines of a log that say something. */
export function lastOfLog(home: string, lines = 15): string {
    return readFileSync(logOf(home), "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** The requests of a command, each once, in the order in which they came. */
export class CallRecorder {
    private readonly seen = new Map<string, Call>();

    readonly onCall = ({ verb, type, name }: ResourceCall): void => {
        if (verb !== "read") {
            const call = { verb, type, name };
            this.seen.set(keyOf(call), call);
        }
    };

    get calls(): readonly Call[] {
        return [...this.seen.values()];
    }
}
