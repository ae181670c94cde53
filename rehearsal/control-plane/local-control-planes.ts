import type { ClusterPart } from "../kubernetes/definitions/installers";
import { clusterFolder } from "../kubernetes/object-files";
import { say, UserError } from "../screen";
import { readBaseline } from "./baseline";
import { connect, type Connection } from "./connection";
import type { ControlPlane, ControlPlanes, Level } from "./control-planes";
import { serverCertificate, tokenOf } from "./credentials";
import { planeFolder } from "./folder";
import { keepingOf, noteKeeping } from "./kept-in";
import type { Programs } from "./programs-for";
import { readRecord } from "./record";
import { RestClient } from "./rest-client";

export interface LocalControlPlanesOptions {
    /** Folder with a folder for each cluster. */
    readonly clusters: string;
    /** Folder of the simulated subscription. */
    readonly subscription: string;
    /** The programs that control planes are made of, or why there are none. @default - nobody looked: nothing can be started */
    readonly programs?: Programs | undefined;
    /** Addresses of a cluster's Services. */
    readonly serviceCidr: (cluster: string) => string;
    /** Parts of AKS that are switched on in a cluster. @default - the snapshot controller */
    readonly parts?: (cluster: string) => readonly ClusterPart[];
    /** Stack that the command is about. */
    readonly stack?: string | undefined;
    /** Keep what runs when the command has ended. @default - as it was */
    readonly keep?: boolean | undefined;
}

/** A cluster as this command holds it: one client, whatever the level, so that what was learnt through it stays known. */
interface Opened {
    readonly connection: Promise<Connection>;
    readonly levels: Map<Level, Promise<ControlPlane>>;
    plane?: ControlPlane;
}

/** Control planes in processes of this machine, each under a supervisor that serves every command that needs it. */
export class LocalControlPlanes implements ControlPlanes {
    private readonly opened = new Map<string, Opened>();

    constructor(private readonly options: LocalControlPlanesOptions) {}

    has(cluster: string): boolean {
        const { clusters, programs, stack } = this.options;
        const folder = clusterFolder(clusters, cluster);
        const decided = keepingOf(folder);
        if (programs === undefined) {
            // a command that did not look for the programs is not the one to decide
            return decided === "control plane";
        }
        const keeping = decided ?? ("binaries" in programs ? "control plane" : "files");
        noteKeeping(folder, keeping, stack, "reason" in programs ? programs.reason : undefined);
        return keeping === "control plane";
    }

    async open(cluster: string, level: Level): Promise<ControlPlane> {
        const opened = await this.hold(cluster);
        const known = opened.levels.get(level);
        if (known !== undefined) {
            return known;
        }
        const plane = this.raise(cluster, opened, level);
        opened.levels.set(level, plane);
        return plane;
    }

    async close(): Promise<void> {
        const opened = [...this.opened.values()];
        this.opened.clear();
        await Promise.all(
            opened.map(async ({ connection, plane }) => {
                plane?.client.close();
                await (await connection.catch(() => undefined))?.close();
            }),
        );
    }

    /** The connection to a cluster's supervisor; a new one when that has died. */
    private async hold(cluster: string): Promise<Opened> {
        const known = this.opened.get(cluster);
        if (known !== undefined && (await known.connection.then(({ isOpen }) => isOpen).catch(() => false))) {
            return known;
        }
        // two may have waited for the same dead one
        const current = this.opened.get(cluster);
        if (current !== known && current !== undefined) {
            return current;
        }
        const opened = { connection: this.connect(cluster), levels: new Map<Level, Promise<ControlPlane>>() };
        // whoever asks is told; nobody needs to have asked
        opened.connection.catch(() => undefined);
        this.opened.set(cluster, opened);
        return opened;
    }

    private async connect(cluster: string): Promise<Connection> {
        const { clusters, programs, serviceCidr, subscription, parts = () => ["snapshot-controller"] as const } = this.options;
        const folder = planeFolder(clusterFolder(clusters, cluster));
        const keep = this.options.keep ?? readRecord(folder)?.keep ?? false;
        return connect(folder, cluster, () => {
            if (programs === undefined || !("binaries" in programs)) {
                throw new UserError(
                    `the objects of the simulated cluster ${cluster} are kept in its control plane, which cannot be started: ${programs?.reason ?? "nobody looked for its programs"}. ` +
                        `Install what is missing, or forget the rehearsal with "npm run rehearse -- reset".`,
                );
            }
            return { binaries: programs.binaries, serviceCidr: serviceCidr(cluster), parts: parts(cluster), subscription, keep };
        });
    }

    private async raise(cluster: string, opened: Opened, level: Level): Promise<ControlPlane> {
        const folder = planeFolder(clusterFolder(this.options.clusters, cluster));
        const server = await (await opened.connection).raise(level, this.options.keep);
        opened.plane ??= {
            cluster,
            client: new RestClient({
                server,
                certificateAuthority: serverCertificate(folder),
                token: tokenOf(folder, "administrator"),
            }),
            kubeconfig: folder.kubeconfig,
            baseline: readBaseline(folder) ?? new Set(),
        };
        return opened.plane;
    }
}

/** Starts a control plane that will be needed, so that the time it takes passes beside other work. What goes wrong, whoever needs it is told. */
export function openEarly(planes: ControlPlanes, cluster: string, level: Level): void {
    planes.open(cluster, level).catch((error: unknown) => {
        if (!(error instanceof UserError)) {
            say(`starting the simulated cluster ${cluster}: ${error instanceof Error ? error.message : String(error)}`);
        }
    });
}
