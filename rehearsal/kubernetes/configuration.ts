import type { DiffResult } from "../provider/contract";
import { differences } from "../provider/difference";
import { hasUnknown, plain, UNKNOWN, type Properties } from "../provider/values";
import { activeCluster } from "./kubeconfig";

/** The configuration of a kubernetes provider instance, as far as it matters here. */
export interface Configuration {
    /** A kubeconfig, or a path; empty for the ambient one. */
    readonly kubeconfig: string;
    readonly context: string | undefined;
    readonly namespace: string | undefined;
    /** An unreachable cluster counts as deleted, with everything in it. @default false */
    readonly deleteUnreachable: boolean;
    /** @default true */
    readonly serverSideApply: boolean;
    /** Create takes over an object that exists. @default false */
    readonly upsertExistingObjects: boolean;
    /** An update takes over fields that somebody else set to another value. @default false */
    readonly patchForce: boolean;
    /** @default false */
    readonly configMapMutable: boolean;
    /** @default false */
    readonly secretMutable: boolean;
}

/** Reads provider arguments, which are text (`"true"`) when they come from an SDK, and then the environment variables of the real provider. */
export function readConfiguration(args: Properties, environment: NodeJS.ProcessEnv): Configuration {
    const known = plain(args);
    const text = (key: string) => (typeof known[key] === "string" && known[key] !== "" ? known[key] : undefined);
    const flag = (key: string, variable: string, otherwise: boolean) => {
        const value = known[key] ?? environment[variable];
        return value === undefined ? otherwise : value === true || value === "true";
    };
    return {
        kubeconfig: text("kubeconfig") ?? "",
        context: text("context"),
        namespace: text("namespace"),
        deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
        serverSideApply: flag("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true),
        upsertExistingObjects: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS", false),
        patchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE", false),
        configMapMutable: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE", false),
        secretMutable: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE", false),
    };
}

/**
 * What a change of the provider's configuration means. With a `clusterIdentifier` on both sides only that one decides, and what is not known
 * yet is another cluster. Without, the cluster of the kubeconfig decides, so that an unknown kubeconfig replaces everything.
 */
export function diffConfiguration(oldInputs: Properties, news: Properties, environment: NodeJS.ProcessEnv): DiffResult {
    const olds = plain(oldInputs);
    const currents = plain(news);
    const isAnother = isAnotherCluster(olds, currents, environment);
    const decides =
        olds["clusterIdentifier"] !== undefined && currents["clusterIdentifier"] !== undefined ? "clusterIdentifier" : "kubeconfig";
    const changes = Object.entries(differences(oldInputs, news)).map(([path, kind]) => {
        const replace = (isAnother && (path === decides || path === "context")) || path === "renderYamlToDirectory";
        return [path, { kind, replace }] as const;
    });
    return { changes: Object.fromEntries(changes), deleteBeforeReplace: false };
}

function isAnotherCluster(olds: Properties, news: Properties, environment: NodeJS.ProcessEnv): boolean {
    const [oldIdentifier, newIdentifier] = [olds["clusterIdentifier"], news["clusterIdentifier"]];
    if (oldIdentifier !== undefined && newIdentifier !== undefined) {
        return newIdentifier === UNKNOWN || oldIdentifier !== newIdentifier;
    }
    if (hasUnknown(news["kubeconfig"]) || hasUnknown(news["context"])) {
        return true;
    }
    const [one, other] = [olds, news].map((inputs) => {
        const { kubeconfig, context } = readConfiguration(inputs, environment);
        try {
            return activeCluster(kubeconfig, context, environment);
        } catch {
            return undefined;
        }
    });
    return one?.server !== other?.server || one?.certificateAuthority !== other?.certificateAuthority;
}
