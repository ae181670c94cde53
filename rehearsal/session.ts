import { spawnSync, type StdioOptions } from "node:child_process";
import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { languageHostEnvironment } from "./engine/language-host";
import { type Engine, ENGINE_VARIABLE, resolveEngine } from "./engine/resolve";
import { type RehearsalPaths, rehearsalPaths } from "./home";
import type { Programs } from "./language-host/processes";
import { configPathText } from "./project/stack-file";
import { GeneratedProject, projectName, type SecretWriter, trackedStacks } from "./project/project";
import { say, UserError } from "./screen";
import { randomBytes } from "node:crypto";
import { selectedStack, stackNames } from "./state/backend";

/** The stack that is meant when none is named or selected. */
export const defaultStack = "dev";

/** What a user may have set for real stacks, and what must not reach the rehearsal's: which stack, and how its state is kept. */
const aboutRealStacks = /^PULUMI_(STACK$|DIY_BACKEND_|SELF_MANAGED_STATE_|CONFIG_PASSPHRASE_FILE$|RUN_PROGRAM$)/;

export interface SessionOptions {
    /** @default - those of the user's rehearsal */
    readonly paths?: RehearsalPaths;
    /** @default - found or built */
    readonly engine?: Engine;
    /** Streams of the engine where it talks to people. @default - this process's own */
    readonly stdio?: StdioOptions;
    /** What runs programs where the language host is the rehearsal's own. @default - processes that are new each time */
    readonly programs?: Programs | undefined;
}

/** One command of the rehearsal: the engine, the generated project, and the environment in which the engine runs. */
export class Session {
    readonly paths: RehearsalPaths;
    readonly project: string;
    private constructor(
        readonly engine: Engine,
        readonly generated: GeneratedProject,
        paths: RehearsalPaths,
        readonly stdio: StdioOptions,
        readonly programs: Programs | undefined,
    ) {
        this.paths = paths;
        this.project = projectName();
    }

    static async start(options: SessionOptions = {}): Promise<Session> {
        const { paths = rehearsalPaths(), stdio = "inherit" } = options;
        mkdirSync(paths.state, { recursive: true });
        return new Session(options.engine ?? (await resolveEngine()), new GeneratedProject(paths), paths, stdio, options.programs);
    }

    /** Nothing in it reaches a cloud: the backend is a folder, and plugins are neither downloaded nor looked for. */
    environment(providerPorts: Readonly<Record<string, number>> = {}): NodeJS.ProcessEnv {
        const debugProviders = Object.entries(providerPorts).map(([name, port]) => `${name}:${port}`);
        return {
            ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !aboutRealStacks.test(name))),
            ...languageHostEnvironment(),
            [ENGINE_VARIABLE]: this.engine.binary,
            PULUMI_HOME: this.paths.pulumiHome,
            PULUMI_BACKEND_URL: pathToFileURL(this.paths.state).href,
            PULUMI_CONFIG_PASSPHRASE: "rehearsal",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // else the language host of another Pulumi on PATH comes before the one beside the engine
            PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
            ...(debugProviders.length === 0 ? {} : { PULUMI_DEBUG_PROVIDERS: debugProviders.join(",") }),
        };
    }

    /** Runs a short Pulumi command to its end and returns what it printed; its own messages are shown only when it fails. */
    pulumi(args: readonly string[], doing: string): string {
        const result = spawnSync(this.engine.binary, [...args, "--non-interactive"], {
            cwd: this.paths.project,
            env: this.environment(),
            encoding: "utf8",
            maxBuffer: 1 << 30,
        });
        if (result.status !== 0) {
            throw new UserError(`${doing} failed:\n${result.stderr}${result.stdout}`.trimEnd());
        }
        return result.stdout;
    }

    stacks(): string[] {
        return stackNames(this.paths, this.project);
    }

    /** The stack a command is about: the one named (by `-s` or, as Pulumi has it, `PULUMI_STACK`), else the one selected, else `dev`. */
    stackOf(named: string | undefined): string {
        const inEnvironment = process.env["PULUMI_STACK"]?.split("/").at(-1);
        return named ?? (inEnvironment === "" ? undefined : inEnvironment) ?? selectedStack(this.paths) ?? defaultStack;
    }

    /** @throws UserError when the stack was never rehearsed, with what can be done about it */
    requireStack(stack: string, consequence = "nothing to do"): void {
        if (!this.stacks().includes(stack)) {
            throw new UserError(
                `there is no stack "${stack}" in the rehearsal: ${consequence}. Stacks: ${this.stacks().join(", ") || "none"}. ` +
                    (trackedStacks().includes(stack)
                        ? `"npm run rehearse -- up -s ${stack}" makes it`
                        : `Stack files that "up -s" can make one from: ${trackedStacks().join(", ")}`),
            );
        }
    }

    /** Makes the stack when it does not exist, and brings the rehearsal's copy of its file up to date. */
    prepareStack(stack: string, options: { readonly select: boolean; readonly withoutFile: boolean }): void {
        if (!this.stacks().includes(stack)) {
            if (!options.withoutFile && !trackedStacks().includes(stack)) {
                throw new UserError(
                    `there is no stack "${stack}" and no file Pulumi.${stack}.yaml to make it from. ` +
                        `Stack files here: ${trackedStacks().join(", ")}. Name one with -s, write Pulumi.${stack}.yaml, or give one with --config-file.`,
                );
            }
            this.pulumi(["stack", "init", stack, "--no-select"], `making the rehearsal's stack "${stack}"`);
            this.generated.forgetStackFile(stack);
        }
        this.generated.useStackFile(stack, this.writeSecrets);
        if (options.select && selectedStack(this.paths) !== stack) {
            this.pulumi(["stack", "select", stack], `selecting the stack "${stack}"`);
        }
    }

    readonly writeSecrets: SecretWriter = (file, stack, secretPaths) => {
        say(`Made up for the rehearsal of "${stack}" (real values are never needed): ${secretPaths.map(configPathText).join(", ")}`);
        const values = secretPaths.flatMap((secretPath) => [
            "--secret",
            `${configPathText(secretPath)}=${randomBytes(18).toString("base64url")}`,
        ]);
        this.pulumi(["config", "set-all", "--path", ...values, "--stack", stack, "--config-file", file], "writing made-up secrets");
    };
}
