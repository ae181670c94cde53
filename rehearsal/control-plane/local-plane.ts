import { rmSync } from "node:fs";
import * as net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { ClusterPart } from "../kubernetes/definitions/installers";
import { UserError } from "../screen";
import { readBaseline, takeBaseline } from "./baseline";
import type { Binaries } from "./binaries/resolve";
import { putClusterObjects } from "./cluster-objects";
import type { Level } from "./control-planes";
import { forgetServerCertificate, isCertified, prepareCredentials, serverCertificate, tokenOf, writeKubeconfigs } from "./credentials";
import { makePlaneFolder, type PlaneFolder } from "./folder";
import { Program } from "./program";
import type { ProgramName } from "./binaries/modules";
import { type PlaneSettings, programArguments } from "./programs";
import { RestClient } from "./rest-client";

/** How long a program may take to be ready: seconds on a machine that is free, far longer on one that is not. */
const PATIENCE = 180_000;
const PORT_ATTEMPTS = 5;
const GRACE = 2_000;

/** What runs beside the programs at level `full`: the loop that makes nodes of pools. */
export interface Companion {
    stop(): Promise<void>;
}

export interface LocalPlaneOptions {
    readonly cluster: string;
    readonly folder: PlaneFolder;
    readonly binaries: Binaries;
    readonly settings: Omit<PlaneSettings, "port">;
    /** Parts of AKS that are switched on. */
    readonly parts: readonly ClusterPart[];
    /** Started when everything else runs. */
    readonly companion: (client: RestClient) => Companion;
    /** Told when a program ends that should not. */
    readonly onFailure: (message: string) => void;
}

/** A control plane in programs that this process starts and ends. */
export class LocalPlane {
    private readonly programs = new Map<ProgramName, Program>();
    private port = 0;
    private connection: RestClient | undefined;
    private companion: Companion | undefined;
    private starting: Promise<Level | undefined> = Promise.resolve(undefined);
    private isStopping = false;
    private isWatched = false;

    constructor(private readonly options: LocalPlaneOptions) {}

    get server(): string {
        return `https://127.0.0.1:${String(this.port)}`;
    }

    /** Brings the plane to a level, or leaves it at a higher one. @throws UserError when a program does not get ready */
    async raise(level: Level): Promise<void> {
        // one request after the other: several commands may ask at once
        this.starting = this.starting.then(async (reached) => {
            if (reached === undefined) {
                await this.startApi();
                this.isWatched = true;
            }
            if (level === "full" && reached !== "full") {
                await this.startRest();
            }
            return reached === "full" ? reached : level;
        });
        await this.starting;
    }

    /** Ends everything; when it returns, nothing runs any more. What was acknowledged is kept, however abrupt the end. */
    async stop(): Promise<void> {
        this.isStopping = true;
        // a request to a program that hangs is not waited for
        await Promise.race([this.companion?.stop(), pause(GRACE, undefined, { ref: false })]);
        this.connection?.close();
        const etcd = this.programs.get("etcd");
        await Promise.all(
            [...this.programs.values()].filter((program) => program !== etcd).map(async (program) => program.stop("SIGKILL")),
        );
        await etcd?.stop("SIGKILL");
    }

    private async startApi(): Promise<void> {
        const { folder, cluster } = this.options;
        forgetUnfinishedStart(folder);
        makePlaneFolder(folder);
        prepareCredentials(folder);
        this.start("etcd");
        await this.startServer();
        writeKubeconfigs(folder, cluster, this.server);
        await putClusterObjects(this.client(), this.options.parts);
        if (readBaseline(folder) === undefined) {
            await takeBaseline(folder, this.client());
        }
    }

    /** A port that is free now may be taken when the server gets to it: then with another one. */
    private async startServer(): Promise<void> {
        for (let attempt = 1; ; attempt++) {
            this.port = await freePort();
            this.connection = undefined;
            const program = this.start("kube-apiserver");
            try {
                return await this.waitFor("kube-apiserver", async () => {
                    if (!isCertified(this.options.folder)) {
                        return false;
                    }
                    return (await this.client().send({ method: "GET", path: "/readyz" })).status === 200;
                });
            } catch (error) {
                if (program.isRunning || attempt === PORT_ATTEMPTS || !program.lastWords(50).includes("address already in use")) {
                    throw error;
                }
            }
        }
    }

    private async startRest(): Promise<void> {
        this.start("kube-controller-manager");
        this.start("kube-scheduler");
        this.start("kwok");
        await this.waitFor("kube-controller-manager", async () => {
            const path = "/api/v1/namespaces/default/serviceaccounts/default";
            return (await this.client().send({ method: "GET", path })).status === 200;
        });
        this.companion = this.options.companion(this.client());
    }

    private client(): RestClient {
        const { folder } = this.options;
        this.connection ??= new RestClient({
            server: this.server,
            certificateAuthority: serverCertificate(folder),
            token: tokenOf(folder, "nodes"),
        });
        return this.connection;
    }

    private start(name: ProgramName): Program {
        if (this.isStopping) {
            throw new UserError("the simulated cluster is being ended");
        }
        const { folder, binaries, settings } = this.options;
        const program = new Program(name, folder, binaries[name], programArguments(name, folder, { ...settings, port: this.port }));
        this.programs.set(name, program);
        void program.ended.then((how) => {
            // while the plane is started, whoever waits for it is told
            if (this.isWatched && !this.isStopping) {
                this.options.onFailure(explain(program, how));
            }
        });
        return program;
    }

    private async waitFor(name: ProgramName, isReady: () => Promise<boolean>): Promise<void> {
        const until = Date.now() + PATIENCE;
        for (;;) {
            const ended = [...this.programs.values()].find((program) => !program.isRunning);
            if (ended !== undefined) {
                throw new UserError(explain(ended, await ended.ended));
            }
            if (await isReady().catch(() => false)) {
                return;
            }
            const program = this.programs.get(name);
            if (Date.now() > until && program !== undefined) {
                throw new UserError(explain(program, `not ready after ${String(PATIENCE / 1000)} seconds`));
            }
            await pause(50);
        }
    }
}

/**
 * An etcd that is killed while it makes its first files may never have noted its one member: started on them again it waits for a leader for
 * good. The API server's certificate may be torn as well. Nothing is lost: the baseline is taken before anybody else can write.
 */
function forgetUnfinishedStart(folder: PlaneFolder): void {
    if (readBaseline(folder) === undefined) {
        rmSync(folder.data, { recursive: true, force: true });
        forgetServerCertificate(folder);
    }
}

function explain(program: Program, how: string): string {
    return `${program.name} of the simulated cluster stopped working: ${how}. Its log, ${program.logFile}, ends with:\n${program.lastWords()}`;
}

/** A port of 127.0.0.1 that the system had to give. */
async function freePort(): Promise<number> {
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return typeof address === "object" && address !== null ? address.port : 0;
}
