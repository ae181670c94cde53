import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import { rehearsalPaths } from "../../rehearsal/home";
import { projectName } from "../../rehearsal/project/project";
import type { Inventory } from "../../rehearsal/standing";
import { type StateResource as BackendResource, stackNames, stateResources } from "../../rehearsal/state/backend";
import { perform } from "./command-processes";

export const checkout = path.resolve(__dirname, "..", "..");

export interface Finished {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
    /** Both, for messages that may stand in either. */
    readonly output: string;
}

export interface Step {
    readonly op: string;
    readonly urn: string;
}

interface StateResource extends BackendResource {
    readonly inputs?: Readonly<Record<string, unknown>>;
}

export interface RehearsalOptions {
    /** A standing home to begin with. @default - an empty one */
    readonly from?: Rehearsal;
    /**
     * Whether each command has a process of its own, as it has for a person. The others run one after the other in one, but for those that
     * are to crash, which may leave something under way.
     *
     * @default - with a real control plane, whose life is that of the commands
     */
    readonly separately?: boolean;
}

/** A rehearsal with a home of its own, driven by its command line as a person would drive it. */
export class Rehearsal {
    readonly home = mkdtempSync(path.join(os.tmpdir(), "rehearsal-"));
    private readonly separately: boolean;

    /** @param controlPlane whether clusters have a real API server; most of what is rehearsed does not need one @default files */
    constructor(
        private readonly controlPlane: "files" | "real" = "files",
        options: RehearsalOptions = {},
    ) {
        this.separately = options.separately ?? controlPlane === "real";
        if (options.from !== undefined) {
            cpSync(options.from.home, this.home, { recursive: true });
        }
    }

    /** Starts a command in a process group of its own, so that it can be killed as a whole. */
    start(...args: string[]): { child: ChildProcess; finished: Promise<Finished> } {
        const loader = pathToFileURL(require.resolve("tsx")).href;
        const child = spawn(process.execPath, ["--import", loader, path.join(checkout, "rehearsal", "cli.ts"), ...args], {
            cwd: checkout,
            detached: true,
            stdio: ["ignore", "pipe", "pipe"],
            env: this.environment(),
        });
        let stdout = "";
        let stderr = "";
        let output = "";
        child.stdout.on("data", (data: Buffer) => ((stdout += data.toString()), (output += data.toString())));
        child.stderr.on("data", (data: Buffer) => ((stderr += data.toString()), (output += data.toString())));
        const finished = new Promise<Finished>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr, output }));
        });
        return { child, finished };
    }

    async run(...args: string[]): Promise<Finished> {
        if (this.separately || crashes(args)) {
            return this.start(...args).finished;
        }
        return { ...(await perform(checkout, args, this.environment())), signal: null };
    }

    /** Runs a command that must succeed. */
    async ok(...args: string[]): Promise<Finished> {
        const result = await this.run(...args);
        if (result.code !== 0) {
            throw new Error(`${args.join(" ")} ended with ${result.code ?? result.signal}:\n${result.output}`);
        }
        return result;
    }

    private environment(): NodeJS.ProcessEnv {
        return {
            ...process.env,
            ML_PLATFORM_REHEARSAL_HOME: this.home,
            ML_PLATFORM_CONTROL_PLANE: this.controlPlane,
            NO_COLOR: "1",
            PULUMI_ACCESS_TOKEN: "",
        };
    }

    async inventory(stack?: string): Promise<Inventory> {
        const { stdout } = await this.ok("inventory", "--json", ...(stack === undefined ? [] : ["-s", stack]));
        return JSON.parse(stdout) as Inventory;
    }

    /** The steps of a preview that are not "same", of resources and not of the components that group them. */
    async previewSteps(stack: string, ...args: string[]): Promise<Step[]> {
        const { stdout } = await this.ok("preview", "--json", "-s", stack, ...args);
        const { steps } = JSON.parse(stdout) as { steps: Step[] };
        return steps.filter(({ op }) => op !== "same" && op !== "read");
    }

    /** What the state of a stack holds, read as `recover` reads it. */
    state(stack: string): Promise<readonly StateResource[]> {
        const [paths, project] = [rehearsalPaths(this.home), projectName()];
        return stackNames(paths, project).includes(stack)
            ? Promise.resolve(stateResources(paths, project, stack))
            : Promise.reject(new Error(`there is no stack "${stack}"`));
    }

    /** A copy of a tracked stack file, in a folder of the checkout or at its top, with other values at some paths, for `--config-file`. */
    edited(stack: string, edits: readonly (readonly [path: readonly (string | number)[], value: unknown])[], folder = ""): string {
        const document = parseDocument(readFileSync(path.join(checkout, folder, `Pulumi.${stack}.yaml`), "utf8"));
        for (const [at, value] of edits) {
            if (value === undefined) {
                document.deleteIn(["config", ...at]);
            } else {
                document.setIn(["config", ...at], document.createNode(value));
            }
        }
        const file = path.join(this.home, `edited-${stack}-${Math.abs(hash(JSON.stringify(edits)))}.yaml`);
        writeFileSync(file, document.toString());
        return file;
    }

    remove(): void {
        rmSync(this.home, { recursive: true, force: true });
    }
}

/** Whether a fault file among the arguments has the engine killed. */
function crashes(args: readonly string[]): boolean {
    const file = args[args.indexOf("--faults") + 1];
    return args.includes("--faults") && (file === undefined || !existsSync(file) || readFileSync(file, "utf8").includes("crash"));
}

function hash(text: string): number {
    return [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7);
}

/** The logical name at the end of a URN. */
export function nameOf({ urn }: { urn: string }): string {
    return urn.split("::").at(-1) ?? urn;
}

export function typeOf({ urn }: { urn: string }): string {
    return urn.split("::").at(-2)?.split("$").at(-1) ?? urn;
}

/** What stands and what the state says stands, to be compared: ids without the case that Azure does not keep. */
export async function standing(rehearsal: Rehearsal, stack: string): Promise<{ inCloud: string[]; inState: string[] }> {
    const inventory = await rehearsal.inventory(stack);
    const state = (await rehearsal.state(stack)).filter(({ custom, delete: replaced }) => custom && replaced !== true);
    return {
        inCloud: [
            ...inventory.resources.filter(({ managedBy }) => managedBy === undefined).map(({ id }) => id.toLowerCase()),
            ...inventory.objects.map(({ kind, namespace, name }) =>
                `${kind}:${namespace === undefined ? name : `${namespace}/${name}`}`.toLowerCase(),
            ),
        ].sort(),
        inState: state
            .filter(({ type }) => type.startsWith("azure-native:") || type.startsWith("kubernetes:"))
            .map(({ type, id = "" }) => (type.startsWith("kubernetes:") ? `${type.split(":").at(-1) ?? ""}:${id}` : id).toLowerCase())
            .sort(),
    };
}

/** The shape of an inventory with the stack's own random id taken out, so that two stands of one stack can be compared. */
export function shapeOf(inventory: Inventory, id: string): string[] {
    const plain = (text: string): string => text.replaceAll(id, "<id>");
    return [
        ...inventory.resources.map(({ type, name }) => `${type} ${plain(name)}`),
        ...inventory.objects.map(({ kind, namespace = "-", name }) => `${kind} ${plain(namespace)}/${plain(name)}`),
    ]
        .map((line) => line.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "<uuid>"))
        .sort();
}
