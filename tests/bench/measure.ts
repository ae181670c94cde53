import { spawn } from "node:child_process";

/** What one run of a command cost, all its processes together. */
export interface Cost {
    readonly wallSeconds: number;
    /** User and system time; undefined on a machine without Python, which reads it from the operating system. */
    readonly cpuSeconds?: number;
    /** The largest single process. */
    readonly peakMiB?: number;
}

/** Node cannot read what its finished children used; Python can. */
const script = `
import json, resource, subprocess, sys, time
start = time.monotonic()
run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
scale = 1048576 if sys.platform == "darwin" else 1024
print(json.dumps({"code": run.returncode, "errors": run.stderr.decode(errors="replace")[-2000:], "wallSeconds": wall,
                  "cpuSeconds": used.ru_utime + used.ru_stime, "peakMiB": used.ru_maxrss / scale}))
`;

export interface Command {
    readonly binary: string;
    readonly args: readonly string[];
    readonly directory: string;
    readonly environment: NodeJS.ProcessEnv;
}

/** Runs a command once. The caller serves the simulated providers, so it must not block meanwhile. */
export async function measure(command: Command, python: boolean): Promise<Cost> {
    const start = process.hrtime.bigint();
    const [file, args] = python ? ["python3", ["-c", script, command.binary, ...command.args]] : [command.binary, command.args];
    const child = spawn(file, args, { cwd: command.directory, env: command.environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (!python) {
        assertSuccess(command, code ?? 1, output);
        return { wallSeconds: Number(process.hrtime.bigint() - start) / 1e9 };
    }
    const result = JSON.parse(output) as Required<Cost> & { code: number; errors: string };
    assertSuccess(command, result.code, result.errors);
    return { wallSeconds: result.wallSeconds, cpuSeconds: result.cpuSeconds, peakMiB: result.peakMiB };
}

function assertSuccess(command: Command, code: number, output: string): void {
    if (code !== 0) {
        throw new Error(`${command.args.join(" ")} ended with ${code}:\n${output}`);
    }
}

/** Runs several commands in turn, round after round, so that a machine whose speed drifts is fair to all; one round warms up. */
export async function measureInTurn(commands: readonly Command[], rounds: number, python: boolean): Promise<Cost[][]> {
    const costs: Cost[][] = commands.map(() => []);
    for (let round = -1; round < rounds; round++) {
        for (const [index, command] of commands.entries()) {
            const cost = await measure(command, python);
            if (round >= 0) {
                costs[index]?.push(cost);
            }
        }
    }
    return costs;
}

export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** The median over rounds of what `pick` makes of two costs of the same round. */
export function paired(a: readonly Cost[], b: readonly Cost[], pick: (a: Cost, b: Cost) => number | undefined): number | undefined {
    const values = a.map((cost, round) => pick(cost, b[round] ?? cost)).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : median(values);
}
