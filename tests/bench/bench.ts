import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { checkout } from "../../rehearsal/home";
import { say, table } from "../../rehearsal/screen";
import { Session } from "../../rehearsal/session";
import { serveSimulation } from "../../rehearsal/simulation";
import { stackFileAsWritten, toRaw } from "../stacks/support/stack-config";
import { benchControlPlane } from "./control-plane";
import { measureLoad } from "./load";
import { type Command, type Cost, measure, measureInTurn, median, paired } from "./measure";

/** Runs counted of each command. */
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 7);
const poolCounts = [1, 10, 50];
/** What we aim for; a miss is shown, never an error: a shared machine proves nothing by itself. */
const aims = { ratio: 1.6, ratioOfMostPools: 2, millisecondsPerPool: 10, loadMilliseconds: 50 };

async function main(): Promise<void> {
    const home = mkdtempSync(path.join(os.tmpdir(), "bench-"));
    process.env["ML_PLATFORM_REHEARSAL_HOME"] = path.join(home, "rehearsal");
    const session = await Session.start();
    const simulation = await serveSimulation(session.paths);
    try {
        const python = spawnSync("python3", ["--version"]).status === 0;
        const environment = session.environment(simulation.ports);
        const run = (stack: string, args: readonly string[], directory = session.paths.project): Command => ({
            binary: session.engine.binary,
            args: [...args, "--stack", stack, "--non-interactive"],
            directory,
            environment,
        });
        const empty = emptyProject(path.join(home, "empty"));
        session.prepareStack("dev", { select: false, withoutFile: false });
        const stacks = poolCounts.map((count) => poolStack(session, home, count));
        say(`standing the stacks up: an empty program, dev, and dev with ${poolCounts.join(", ")} GPU pools`);
        const up = ["up", "--yes", "--skip-preview"];
        spawnSync(session.engine.binary, ["stack", "init", "dev", "--non-interactive"], { cwd: empty, env: environment });
        await measure(run("dev", up, empty), false);
        await measure(run("dev", up), false);
        for (const { stack, file } of stacks) {
            await measure(run(stack, [...up, "--config-file", file]), false);
        }
        const preview = ["preview", "--expect-no-changes"];
        const commands = [
            run("dev", preview, empty),
            run("dev", preview),
            ...stacks.map(({ stack, file }) => run(stack, [...preview, "--config-file", file])),
        ];
        say(`measuring no-change previews: ${rounds} rounds in turn, after one to warm up`);
        report(await measureInTurn(commands, rounds, python));
        reportLoad("prod");
    } finally {
        await simulation.close();
        rmSync(home, { recursive: true, force: true });
    }
    // a whole up and destroy each, so fewer of them
    await benchControlPlane(Math.ceil(rounds / 2), spawnSync("python3", ["--version"]).status === 0);
}

/** What `pulumi new typescript` makes, with an empty program. */
function emptyProject(folder: string): string {
    mkdirSync(folder, { recursive: true });
    const files: Record<string, string> = {
        "Pulumi.yaml": "name: empty\nruntime: nodejs\n",
        "Pulumi.dev.yaml": "config: {}\n",
        "package.json": '{ "name": "empty", "main": "index.ts" }\n',
        "tsconfig.json":
            '{ "compilerOptions": { "strict": true, "target": "es2020", "module": "nodenext", "moduleResolution": "nodenext" }, "files": ["index.ts"] }\n',
        "index.ts": "export {};\n",
    };
    for (const [name, text] of Object.entries(files)) {
        writeFileSync(path.join(folder, name), text);
    }
    symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
    return folder;
}

/** The dev stack with `count` GPU pools instead of its own. */
function poolStack(session: Session, home: string, count: number): { stack: string; file: string } {
    const document = parseDocument(readFileSync(path.join(checkout, "Pulumi.dev.yaml"), "utf8"));
    const pool = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 };
    const pools = Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, pool]));
    document.setIn(["config", "ml-platform:gpuPools"], document.createNode(pools));
    const source = path.join(home, `pools${count}.yaml`);
    writeFileSync(source, document.toString());
    const stack = `pools${count}`;
    session.prepareStack(stack, { select: false, withoutFile: true });
    return { stack, file: session.generated.useConfigFile(source, stack, session.writeSecrets) };
}

function report([empty = [], dev = [], ...pools]: readonly Cost[][]): void {
    const row = (name: string, costs: readonly Cost[]): string[] => [
        name,
        median(costs.map((cost) => cost.wallSeconds)).toFixed(2),
        figure(costs.map((cost) => cost.cpuSeconds)),
        figure(
            costs.map((cost) => cost.peakMiB),
            0,
        ),
    ];
    const rows = [
        row("empty program", empty),
        row("dev", dev),
        ...poolCounts.map((count, index) => row(`dev with ${count} pools`, pools[index] ?? [])),
    ];
    const lines = table([["no-change preview", "wall s", "cpu s", "peak MiB"], ...rows]);
    const against = (name: string, costs: readonly Cost[], aim: number): string => {
        const ratio = paired(costs, empty, (a, b) => a.wallSeconds / b.wallSeconds) ?? NaN;
        const cpu = paired(costs, empty, (a, b) => {
            return a.cpuSeconds === undefined || b.cpuSeconds === undefined ? undefined : a.cpuSeconds / b.cpuSeconds;
        });
        return (
            `${name} against the empty program: ${ratio.toFixed(2)} times the wall time (aim: at most ${aim}: ${verdict(ratio <= aim)})` +
            (cpu === undefined ? "" : `, ${cpu.toFixed(2)} times the cpu`)
        );
    };
    const perPool = (from: number, to: number): number =>
        (1000 * (paired(pools[to] ?? [], pools[from] ?? [], (a, b) => a.wallSeconds - b.wallSeconds) ?? NaN)) /
        ((poolCounts[to] ?? 0) - (poolCounts[from] ?? 0));
    process.stdout.write(
        [
            "",
            ...lines,
            "",
            against("dev", dev, aims.ratio),
            against(`dev with ${poolCounts.at(-1) ?? 0} pools`, pools.at(-1) ?? [], aims.ratioOfMostPools),
            `one more pool: ${perPool(0, 1).toFixed(1)} ms from 1 to 10, ${perPool(1, 2).toFixed(1)} ms from 10 to 50 ` +
                `(aim: constant, under ${aims.millisecondsPerPool}: ${verdict(perPool(1, 2) < aims.millisecondsPerPool)})`,
            "",
        ].join("\n"),
    );
}

/** What the door of the configuration costs: part of each preview above, and measured by itself. */
function reportLoad(stack: string): void {
    const costs = measureLoad(toRaw(stackFileAsWritten(stack).config), stack, rounds);
    const [zod, modules, check] = [
        median(costs.map((cost) => cost.zod)),
        median(costs.map((cost) => cost.modules)),
        median(costs.map((cost) => cost.check)),
    ];
    process.stdout.write(
        `loading and checking Pulumi.${stack}.yaml with the files that it extends: ${check.toFixed(0)} ms in a fresh process, ` +
            `${(check / zod).toFixed(2)} times the loading of zod (aim: under ${aims.loadMilliseconds} ms: ${verdict(check < aims.loadMilliseconds)}); ` +
            `before it, the modules of schema, rules and tables: ${modules.toFixed(0)} ms\n`,
    );
}

function figure(values: readonly (number | undefined)[], digits = 2): string {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? "-" : median(known).toFixed(digits);
}

function verdict(met: boolean): string {
    return met ? "met" : "not met on this machine";
}

main().catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
});
