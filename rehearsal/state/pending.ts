import { rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { armIdOf, findResource } from "../azure/provider";
import { objectAt, textAt } from "../kubernetes/fields";
import { listObjects } from "../kubernetes/inventory";
import { activeCluster } from "../kubernetes/kubeconfig";
import { RELEASE_RECORD } from "../kubernetes/releases/release-record";
import { RELEASE_TYPE } from "../kubernetes/releases/release-resources";
import { SIGNATURE, type Properties } from "../provider/values";
import type { Session } from "../session";
import { standingClusters } from "../standing";
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
export function lookUpPending(session: Session, stack: string): PendingOutcome {
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
        const id = idOf(session, resource, deployment.resources ?? []);
        if (id === undefined) {
            missing.push(resource.urn);
        } else {
            standing.push({ urn: resource.urn, id });
        }
    }
    return { standing, missing };
}

/** The id under which a resource stands; undefined when it does not. */
function idOf(session: Session, resource: ExportedResource, resources: readonly ExportedResource[]): string | undefined {
    const inputs = plaintext(resource.inputs ?? {}) as Properties;
    if (resource.type.startsWith("azure-native:")) {
        const { subscription } = session.paths;
        return findResource(subscription, armIdOf(subscription, resource.type, inputs))?.id;
    }
    if (resource.type.startsWith("kubernetes:")) {
        const provider = resources.find(({ urn }) => urn === providerUrn(resource.provider ?? ""));
        const kubeconfig = plaintext(provider?.inputs?.["kubeconfig"]);
        return typeof kubeconfig === "string" ? objectId(session, kubeconfig, resource.type, inputs) : undefined;
    }
    return undefined;
}

function objectId(session: Session, kubeconfig: string, type: string, inputs: Properties): string | undefined {
    const cluster = standingClusters(session.paths).lookup(activeCluster(kubeconfig, undefined, {}).server);
    const isRelease = type === RELEASE_TYPE;
    const { apiVersion, kind } = isRelease ? RELEASE_RECORD : { apiVersion: textAt(inputs, "apiVersion"), kind: textAt(inputs, "kind") };
    const metadata = isRelease ? inputs : objectAt(inputs, "metadata");
    const [name, namespace] = [textAt(metadata, "name"), textAt(metadata, "namespace")];
    const found = listObjects(session.paths.clusters).find(
        (object) =>
            object.cluster === cluster?.key &&
            object.kind === kind &&
            object.apiVersion === apiVersion &&
            object.name === name &&
            (object.namespace ?? "") === namespace,
    );
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
