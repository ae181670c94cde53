import { type ChildProcess, fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Answer, Job, JobResult, WorkerOrder } from "./worker";

/** Longer than any job takes on a slow machine: an engine that hangs must not stop a campaign. */
const JOB_LIMIT_MILLISECONDS = 600_000;

/** Processes that rehearse, a job at a time each. */
export class Workers {
    private readonly idle: ChildProcess[] = [];
    private readonly all = new Set<ChildProcess>();
    private readonly waiting: (() => void)[] = [];
    private readonly orderFile: string;
    private busy = 0;

    constructor(
        order: WorkerOrder,
        private readonly count: number,
    ) {
        this.orderFile = path.join(order.root, "worker.json");
        writeFileSync(this.orderFile, JSON.stringify(order));
    }

    /**
     * @param begun called when the job's turn has come
     * @throws Error when the job fails, hangs or takes its process along
     */
    async perform<One extends Job>(job: One, begun?: () => void): Promise<JobResult<One["kind"]>> {
        while (this.busy >= this.count) {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
        }
        this.busy++;
        begun?.();
        try {
            const worker = this.idle.pop() ?? this.start();
            const answer = await this.ask(worker, job);
            this.idle.push(worker);
            if ("error" in answer) {
                throw new Error(answer.error);
            }
            return answer.value as JobResult<One["kind"]>;
        } finally {
            this.busy--;
            this.waiting.shift()?.();
        }
    }

    /** Ends every process, with the engines that they started. */
    end(): void {
        for (const worker of this.all) {
            killGroup(worker);
        }
        this.all.clear();
    }

    private start(): ChildProcess {
        const worker = fork(path.join(__dirname, "worker.ts"), [this.orderFile], {
            execArgv: ["--import", pathToFileURL(require.resolve("tsx")).href],
            // a group of its own, which can be ended with all that it started
            detached: true,
            stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
        this.all.add(worker);
        worker.on("exit", () => this.all.delete(worker));
        return worker;
    }

    private ask(worker: ChildProcess, job: Job): Promise<Answer> {
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
                killGroup(worker);
                fail(new Error(`it took longer than ${String(JOB_LIMIT_MILLISECONDS / 1000)} s and was ended`));
            }, JOB_LIMIT_MILLISECONDS);
            const settle = (): void => {
                clearTimeout(timer);
                worker.off("message", done).off("exit", ended).off("error", fail);
            };
            const done = (answer: Answer): void => (settle(), resolve(answer));
            const fail = (error: Error): void => (settle(), reject(error));
            const ended = (code: number | null, signal: string | null): void =>
                fail(new Error(`the process that rehearsed it ended with ${String(code ?? signal)}`));
            worker.on("message", done).on("exit", ended).on("error", fail);
            worker.send(job, (error) => {
                if (error !== null) {
                    fail(error);
                }
            });
        });
    }
}

function killGroup({ pid }: ChildProcess): void {
    if (pid !== undefined) {
        try {
            process.kill(-pid, "SIGKILL");
        } catch {
            // it has ended by itself
        }
    }
}
