import type { RunPluginRequest, RunRequest, ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { createRequire } from "node:module";
import * as path from "node:path";
import { parseRuntimeOptions, type RuntimeOptions } from "./runtime-options";

/** A node process to start. */
export interface Command {
    readonly nodeArgs: readonly string[];
    readonly script: string;
    /** Arguments of the script. */
    readonly args: readonly string[];
    readonly directory: string;
    readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a program is started: `@pulumi/pulumi/cmd/run`, as it is installed for the program itself, with the engine's addresses. */
export function runCommand(request: RunRequest, engineAddress: string, inherited: NodeJS.ProcessEnv): Command {
    const info = programInfo(request);
    const options = runtimeOptions(info);
    const directory = info.getProgramDirectory();
    const flag = (name: string, value: string) => (value === "" ? [] : [`--${name}`, value]);
    return {
        nodeArgs: options.nodeArgs,
        script: findModule("@pulumi/pulumi/cmd/run", directory),
        args: [
            ...flag("monitor", request.getMonitorAddress()),
            ...flag("engine", engineAddress),
            ...flag("organization", request.getOrganization()),
            ...flag("project", request.getProject()),
            ...flag("root-directory", info.getRootDirectory()),
            ...flag("stack", request.getStack()),
            ...flag("pwd", directory),
            ...(request.getDryrun() ? ["--dry-run"] : []),
            ...(request.getQuerymode() ? ["--query-mode"] : []),
            ...flag("parallel", String(request.getParallel())),
            info.getEntryPoint() || ".",
            ...request.getArgsList(),
        ],
        directory,
        environment: {
            ...inherited,
            ...typescriptEnvironment(options),
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        },
    };
}

/** How a policy pack or another plugin written for Node is started. */
export function pluginCommand(request: RunPluginRequest): Command {
    const info = programInfo(request);
    const options = runtimeOptions(info);
    const program = info.getProgramDirectory();
    const isPolicyPack = request.getKind() === "analyzer";
    const environment = request.getEnvList().map((variable): [string, string] => {
        const [name = "", ...value] = variable.split("=");
        return [name, value.join("=")];
    });
    return {
        nodeArgs: options.nodeArgs,
        script: findModule(isPolicyPack ? "@pulumi/pulumi/cmd/run-policy-pack" : "@pulumi/pulumi/cmd/run-plugin", program),
        // A policy pack wants the engine's address first, which is its only argument; a plugin takes its arguments last.
        args: isPolicyPack ? [...request.getArgsList(), program] : [program, ...request.getArgsList()],
        directory: request.getPwd() || program,
        environment: { ...Object.fromEntries(environment), ...typescriptEnvironment(options) },
    };
}

function programInfo(request: { getInfo(): ProgramInfo | undefined }): ProgramInfo {
    const info = request.getInfo();
    if (info === undefined) {
        throw new Error("this engine does not say where the program is: use pulumi 3.248.0 or newer");
    }
    return info;
}

function runtimeOptions(info: ProgramInfo): RuntimeOptions {
    return parseRuntimeOptions(info.getOptions()?.toJavaScript() ?? {});
}

function typescriptEnvironment(options: RuntimeOptions): Record<string, string> {
    return {
        ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
        ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    };
}

/** Node's own search, begun at the program: a program must meet the copy of the SDK that it is installed with. */
function findModule(name: string, directory: string): string {
    try {
        return createRequire(path.join(directory, "package.json")).resolve(name);
    } catch {
        throw new Error(`${name} is not installed for ${directory}: run npm ci (or npm install) there`);
    }
}
