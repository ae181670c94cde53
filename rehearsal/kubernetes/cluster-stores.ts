import * as path from "node:path";
import type { ControlPlanes } from "../control-plane/control-planes";
import { ApiServerStore } from "./api-server-store";
import { FileObjectStore } from "./file-store";
import { Ledger } from "./ledger";
import { clusterFolder } from "./object-files";
import type {
    ApplyOptions,
    Capabilities,
    KubernetesObject,
    ObjectReference,
    ObjectStore,
    Propagation,
    StandingObject,
    WriteOptions,
} from "./object-store";

/** Every cluster in the store that it is kept in: behind its API server where it has a control plane, in files otherwise. */
export class ClusterStores implements ObjectStore {
    private readonly files: ObjectStore;
    private readonly servers: ObjectStore;

    /**
     * @param directory holds a folder for each cluster
     * @param planes @default - every cluster is kept in files
     */
    constructor(
        directory: string,
        private readonly planes?: ControlPlanes,
    ) {
        this.files = new FileObjectStore(directory);
        this.servers = new ApiServerStore({
            connect: async (cluster, level) => {
                if (planes === undefined) {
                    throw new Error(`the cluster ${cluster} has no control plane`);
                }
                return (await planes.open(cluster, level)).client;
            },
            ledger: (cluster) => new Ledger(path.join(clusterFolder(directory, cluster), "ledger")),
        });
    }

    capabilities(cluster: string): Capabilities {
        return this.of(cluster).capabilities(cluster);
    }

    async get(cluster: string, reference: ObjectReference): Promise<KubernetesObject> {
        return this.of(cluster).get(cluster, reference);
    }

    async list(cluster: string): Promise<StandingObject[]> {
        return this.of(cluster).list(cluster);
    }

    async listKind(cluster: string, apiVersion: string, kind: string, namespace?: string): Promise<KubernetesObject[]> {
        return this.of(cluster).listKind(cluster, apiVersion, kind, namespace);
    }

    async create(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
        return this.of(cluster).create(cluster, object, options);
    }

    async apply(cluster: string, object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject> {
        return this.of(cluster).apply(cluster, object, options);
    }

    async replace(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
        return this.of(cluster).replace(cluster, object, options);
    }

    async delete(cluster: string, reference: ObjectReference, propagation?: Propagation): Promise<void> {
        return this.of(cluster).delete(cluster, reference, propagation);
    }

    async isNamespaced(cluster: string, apiVersion: string, kind: string): Promise<boolean | undefined> {
        return this.of(cluster).isNamespaced(cluster, apiVersion, kind);
    }

    private of(cluster: string): ObjectStore {
        return this.planes?.has(cluster) === true ? this.servers : this.files;
    }
}
