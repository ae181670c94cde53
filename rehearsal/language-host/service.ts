import { status as Code, type handleUnaryCall, type UntypedServiceImplementation } from "@grpc/grpc-js";
import {
    AboutResponse,
    DependencyInfo,
    GetProgramDependenciesResponse,
    GetRequiredPackagesResponse,
    GetRequiredPluginsResponse,
    LanguageHandshakeResponse,
    RunPluginResponse,
    RunResponse,
    RuntimeOptionsResponse,
    TemplateResponse,
} from "@pulumi/pulumi/proto/language_pb";
import type {
    AboutRequest,
    GetProgramDependenciesRequest,
    LanguageHandshakeRequest,
    RunPluginRequest,
    RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { pluginCommand, runCommand } from "./command";
import { programDependencies } from "./dependencies";
import { showOutput } from "./output";
import type { Processes, Programs, StartedProgram } from "./processes";

/** A program ends with this code when it has shown its error itself (`@pulumi/pulumi/cmd/run`): nothing is left to say. */
const ALREADY_REPORTED = 32;

/** What programs find around them, where their output goes, and what runs them. */
export interface ProgramSurroundings {
    readonly environment: NodeJS.ProcessEnv;
    /** The engine is sent what programs print. Otherwise it reads this process's output, which is theirs, too. */
    readonly isAttached: boolean;
    /** @default - processes that are new each time */
    readonly programs?: Programs | undefined;
}

/**
 * Pulumi's LanguageRuntime service for Node programs. What is not here (code generation, packing) answers that it is not implemented.
 *
 * @param version version of the engine that this host stands beside
 */
export function languageService(
    version: string,
    engineAddress: string,
    processes: Processes,
    surroundings: ProgramSurroundings,
): UntypedServiceImplementation {
    let engine = engineAddress;
    return {
        handshake: unary((request: LanguageHandshakeRequest) => {
            engine = request.getEngineAddress() || engine;
            return new LanguageHandshakeResponse();
        }),
        // The providers are attached, so there is no plugin to look for in node_modules.
        getRequiredPlugins: unary(() => new GetRequiredPluginsResponse()),
        getRequiredPackages: unary(() => new GetRequiredPackagesResponse()),
        runtimeOptionsPrompts: unary(() => new RuntimeOptionsResponse()),
        template: unary(() => new TemplateResponse()),
        getPluginInfo: unary(() => {
            const response = new PluginInfo();
            response.setVersion(version);
            return response;
        }),
        about: unary((_request: AboutRequest) => {
            const response = new AboutResponse();
            response.setExecutable(process.execPath);
            response.setVersion(process.version);
            return response;
        }),
        getProgramDependencies: unary((request: GetProgramDependenciesRequest) => {
            const response = new GetProgramDependenciesResponse();
            const found = programDependencies(request.getInfo()?.getProgramDirectory() ?? request.getPwd());
            response.setDependenciesList(
                found.map(({ name, version: installed }) => {
                    const dependency = new DependencyInfo();
                    dependency.setName(name);
                    dependency.setVersion(installed);
                    return dependency;
                }),
            );
            return response;
        }),
        run: unary((request: RunRequest) => runProgram(request, engine, processes, surroundings)),
        runPlugin: runPlugin(processes),
        // Dependencies are the checkout's: npm has installed them before anything of this could start.
        installDependencies: ((call) => {
            call.end();
        }) satisfies ILanguageRuntimeServer["installDependencies"],
        cancel: unary(() => {
            processes.endAll();
            surroundings.programs?.endAll();
            return new Empty();
        }),
    };
}

async function runProgram(
    request: RunRequest,
    engine: string,
    processes: Processes,
    { environment, isAttached, programs }: ProgramSurroundings,
): Promise<RunResponse> {
    const output = isAttached ? "pipe" : "inherit";
    const command = runCommand(request, engine, environment);
    const program: StartedProgram = programs?.start(command) ?? processes.start(command, ["ignore", output, output]);
    const [{ code, signal }] = await Promise.all([program.ended, isAttached ? showOutput(program, engine) : undefined]);
    const response = new RunResponse();
    if (code === ALREADY_REPORTED) {
        response.setBail(true);
    } else if (signal !== null) {
        response.setError(`program was ended by ${signal}`);
    } else if (code !== 0) {
        response.setError(`program exited with non-zero exit code: ${String(code)}`);
    }
    return response;
}

function runPlugin(processes: Processes): ILanguageRuntimeServer["runPlugin"] {
    return (call) => {
        const send = (fill: (response: RunPluginResponse) => void) => {
            const response = new RunPluginResponse();
            fill(response);
            call.write(response);
        };
        const fail = (error: unknown) => {
            call.emit("error", { code: Code.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
        };
        try {
            const request: RunPluginRequest = call.request;
            const { child, ended } = processes.start(pluginCommand(request), ["ignore", "pipe", "pipe"]);
            child.stdout?.on("data", (data: Buffer) => {
                send((response) => response.setStdout(data));
            });
            child.stderr?.on("data", (data: Buffer) => {
                send((response) => response.setStderr(data));
            });
            // The engine has done with the plugin.
            call.on("cancelled", () => child.kill("SIGKILL"));
            ended.then(({ code }) => {
                if (!call.cancelled) {
                    send((response) => response.setExitcode(code ?? -1));
                    call.end();
                }
            }, fail);
        } catch (error) {
            fail(error);
        }
    };
}

function unary<Request, Response>(respond: (request: Request) => Response | Promise<Response>): handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve(call.request)
            .then(respond)
            .then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback({ code: Code.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
                },
            );
    };
}
