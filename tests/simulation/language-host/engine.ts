import { credentials, Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, LogSeverity, SetRootResourceResponse, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ProgramInfo, RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
    RegisterResourceResponse,
    SupportsFeatureResponse,
    type RegisterResourceOutputsRequest,
    type RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { toProperties, toStruct } from "../../../rehearsal/provider/struct";
import type { Properties } from "../../../rehearsal/provider/values";

const main = path.resolve(__dirname, "../../../rehearsal/language-host/main.ts");

/** The arguments of node that start the language host. */
export const hostArguments = (engineAddress: string): string[] => [
    "--import",
    pathToFileURL(require.resolve("tsx")).href,
    main,
    engineAddress,
];

/** As much of an engine as a program needs to register resources. */
export class SmallEngine {
    readonly registered: { type: string; name: string; inputs: Properties }[] = [];
    readonly outputs: Properties[] = [];
    readonly errors: string[] = [];
    printed = "";
    private readonly server = new Server();
    private host: ChildProcess | undefined;
    private client: LanguageRuntimeClient | undefined;
    private address = "";

    async start(environment: Record<string, string> = {}): Promise<LanguageRuntimeClient> {
        this.server.addService(EngineService, {
            log: answer((request: LogRequest) => {
                if (request.getSeverity() === LogSeverity.ERROR) {
                    this.errors.push(request.getMessage());
                }
                return new Empty();
            }),
            getRootResource: answer(() => new GetRootResourceResponse()),
            setRootResource: answer(() => new SetRootResourceResponse()),
        });
        this.server.addService(ResourceMonitorService, {
            supportsFeature: answer(() => new SupportsFeatureResponse()),
            registerResource: answer((request: RegisterResourceRequest) => {
                const inputs = toProperties(request.getObject());
                this.registered.push({ type: request.getType(), name: request.getName(), inputs });
                const response = new RegisterResourceResponse();
                response.setUrn(`urn:pulumi:dev::demo::${request.getType()}::${request.getName()}`);
                response.setId("id");
                response.setObject(toStruct(inputs));
                return response;
            }),
            registerResourceOutputs: answer((request: RegisterResourceOutputsRequest) => {
                this.outputs.push(toProperties(request.getOutputs()));
                return new Empty();
            }),
            signalAndWaitForShutdown: answer(() => new Empty()),
        });
        this.address = `127.0.0.1:${String(await listen(this.server))}`;
        this.host = spawn(process.execPath, hostArguments(this.address), {
            stdio: ["ignore", "pipe", "pipe"],
            env: { ...process.env, ...environment },
        });
        this.host.stderr?.on("data", (data: Buffer) => (this.printed += data.toString()));
        const port = await firstLine(this.host);
        this.host.stdout?.on("data", (data: Buffer) => (this.printed += data.toString()));
        this.client = new LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
        return this.client;
    }

    async run(
        directory: string,
        options: Properties,
        change: (request: RunRequest) => void = () => undefined,
    ): Promise<RunResponse.AsObject> {
        const request = new RunRequest();
        request.setProject("demo");
        request.setStack("dev");
        request.setOrganization("acme");
        request.setMonitorAddress(this.address);
        request.setParallel(4);
        request.setInfo(programInfo(directory, options));
        change(request);
        return new Promise((resolve, reject) => {
            this.client?.run(request, (error, response) => {
                if (error === null) {
                    resolve(response.toObject());
                } else {
                    reject(error);
                }
            });
        });
    }

    async stop(): Promise<void> {
        this.client?.close();
        this.server.forceShutdown();
        if (this.host !== undefined && this.host.exitCode === null) {
            this.host.kill("SIGTERM");
            await once(this.host, "exit");
        }
    }
}

export function programInfo(directory: string, options: Properties): ProgramInfo {
    const info = new ProgramInfo();
    info.setRootDirectory(directory);
    info.setProgramDirectory(directory);
    info.setEntryPoint(".");
    info.setOptions(toStruct(options));
    return info;
}

export async function firstLine(child: ChildProcess): Promise<string> {
    let text = "";
    const signal = AbortSignal.timeout(10_000);
    while (!text.includes("\n")) {
        const [data] = (await once(child.stdout ?? child, "data", { signal })) as [Buffer];
        text += data.toString();
    }
    return text.split("\n", 1)[0] ?? "";
}

function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
            if (error === null) {
                resolve(port);
            } else {
                reject(error);
            }
        });
    });
}

function answer<Q, A>(respond: (request: Q) => A): UntypedServiceImplementation[string] {
    return (call: { request: Q }, callback: (error: null, response: A) => void) => {
        callback(null, respond(call.request));
    };
}
