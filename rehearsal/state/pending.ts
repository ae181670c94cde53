import { rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { armIdOf, findResource } from "../azure/provider";
import { objectAt, textAt } from "../kubernetes/fields";
import { ClusterStores } from "../kubernetes/cluster-stores";
import { kindOfType } from "../kubernetes/patches";
import { absent } from "../kubernetes/object-store";
import { releaseRecords } from "../kubernetes/releases/release-records";
import { activeCluster } from "../kubernetes/kubeconfig";
import { RELEASE_TYPE } from "../kubernetes/releases/release-resources";
import { SIGNATURE, type Properties } from "../provider/values";
import type { Session } from "../session";
import { standingClusters } from "../clusters";
import { UserError } from "../screen";
import type { ControlPlanes } from "../control-plane/control-planes";
import { pendingCreates } from "./backend";

export interface ExportedResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Properties;
    /** `<urn>::<id>` of the provider instance. */
    readonly provider?: string;
    /** Deleted, and to be made again. */
    readonly pendingReplacement?: boolean;
    /** URNs of what it was made after; here as in the other references. */
    readonly dependencies?: readonly string[];
    /** By property; null where a property has none. */
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
    readonly replaceWith?: readonly string[];
}

export interface Deployment {
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: ExportedResource }[];
}

interface Export {
    readonly deployment: Deployment;
}

/**
 * Ends the open creates in the state: what stands is taken in with its id (a refresh then reads the rest), what was never made is dropped.
 *
 * `pulumi refresh --import-pending-creates` sounds like this and is not: 3.248.0 turns each create into a pending import, which nothing
 * carries out and the same refresh throws away, so that the resource is lost from the state.
 */
export function settlePending(session: Session, stack: string, { standing }: PendingOutcome): void {
    const ids = new Map(standing.map(({ urn, id }) => [urn, id]));
    editState(session, stack, (deployment) => {
        const { resources = [], pending_operations: operations = [] } = deployment;
        const adopted = operations.flatMap(({ type, resource }) => {
            const id = type === "creating" ? ids.get(resource.urn) : undefined;
            return id === undefined ? [] : [{ ...resource, id }];
        });
        const replaced = new Set(adopted.map(({ urn }) => urn));
        // what a replacement had deleted before it was killed makes room for what it had made
        const kept = resources.filter(({ urn, pendingReplacement }) => !(pendingReplacement === true && replaced.has(urn)));
        return { ...deployment, resources: [...kept, ...adopted], pending_operations: [] };
    });
}

/** Changes a state by `stack export` and `stack import`. It stays encrypted on the way: no secret is written in clear. */
export function editState(session: Session, stack: string, change: (deployment: Deployment) => Deployment): void {
    const exported = JSON.parse(session.pulumi(["stack", "export", "--stack", stack], `reading the state of "${stack}"`)) as Export;
    const deployment = change(exported.deployment);
    const file = path.join(session.paths.home, `settled-${stack}.json`);
    writeFileSync(file, JSON.stringify({ ...exported, deployment }));
    try {
        session.pulumi(["stack", "import", "--file", file, "--stack", stack], `writing the state of "${stack}"`);
    } finally {
        rmSync(file, { force: true });
    }
}

export interface PendingOutcome {
    /** Made, but not in the state. */
    readonly standing: readonly { readonly urn: string; readonly id: string }[];
    /** Never made, or without existence outside the state (random values, keys, provider configurations). */
    readonly missing: readonly string[];
}

/** Asks the subscription and the clusters what became of the creates that a killed run left open. */
export async function lookUpPending(session: Session, stack: string, planes: ControlPlanes): Promise<PendingOutcome> {
    if (pendingCreates(session.paths, session.project, stack).length === 0) {
        return { standing: [], missing: [] };
    }
    // the clear text is needed to know which cluster a kubeconfig leads to; it stays in this process
    const text = session.pulumi(["stack", "export", "--show-secrets", "--stack", stack], `reading the state of "${stack}"`);
    const { deployment } = JSON.parse(text) as Export;
    const standing: { urn: string; id: string }[] = [];
    const missing: string[] = [];
    for (const { type, resource } of deployment.pending_operations ?? []) {
        if (type !== "creating") {
            continue;
        }
        const id = await idOf(session, planes, resource, deployment.resources ?? []);
        if (id === undefined) {
            missing.push(resource.urn);
        } else {
            standing.push({ urn: resource.urn, id });
        }
    }
    return { standing, missing };
}

/** The id under which a resource stands; undefined when it does not. */
async function idOf(
    session: Session,
    planes: ControlPlanes,
    resource: ExportedResource,
    resources: readonly ExportedResource[],
): Promise<string | undefined> {
    const inputs = plaintext(resource.inputs ?? {}) as Properties;
    if (resource.type.startsWith("azure-native:")) {
        const { subscription } = session.paths;
        return findResource(subscription, armIdOf(subscription, resource.type, inputs))?.id;
    }
    if (resource.type.startsWith("kubernetes:")) {
        const provider = resources.find(({ urn }) => urn === providerUrn(resource.provider ?? ""));
        const kubeconfig = plaintext(provider?.inputs?.["kubeconfig"]);
        const server = typeof kubeconfig === "string" ? activeCluster(kubeconfig, undefined, {}).server : "";
        const cluster = standingClusters(session.paths).lookup(server);
        if (cluster?.unreachable !== undefined) {
            throw new UserError(`whether ${resource.urn} stands cannot be known: ${cluster.unreachable}`);
        }
        return cluster === undefined
            ? undefined
            : objectId(new ClusterStores(session.paths.clusters, planes), cluster.key, resource.type, inputs);
    }
    return undefined;
}

async function objectId(store: ClusterStores, cluster: string, type: string, inputs: Properties): Promise<string | undefined> {
    const isRelease = type === RELEASE_TYPE;
    const metadata = isRelease ? inputs : objectAt(inputs, "metadata");
    const [name, namespace] = [textAt(metadata, "name"), textAt(metadata, "namespace")];
    if (name === "" || (!isRelease && kindOfType(type, inputs).isPatch)) {
        // a patched object stands in any case, and patching it once more comes to the same; a name that the server made up nobody knows
        return undefined;
    }
    const reference = { apiVersion: textAt(inputs, "apiVersion"), kind: textAt(inputs, "kind"), name };
    const found = isRelease
        ? await releaseRecords(store, cluster).find({ name, namespace })
        : await store.get(cluster, namespace === "" ? reference : { ...reference, namespace }).catch(absent);
    return found === undefined ? undefined : namespace === "" ? name : `${namespace}/${name}`;
}

/** A reference to a provider instance is `<urn>::<id>`. */
function providerUrn(reference: string): string {
    return reference.slice(0, reference.lastIndexOf("::"));
}

/** `stack export --show-secrets` writes a secret as an object with its JSON text in `plaintext`. */
function plaintext(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(plaintext);
    }
    if (typeof value === "object" && value !== null) {
        const text = (value as Record<string, unknown>)["plaintext"];
        if (typeof text === "string" && SIGNATURE in value) {
            return plaintext(JSON.parse(text));
        }
        return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, plaintext(element)]));
    }
    return value;
}
