import type { Properties } from "../provider/values";

/** A Kubernetes object as the API server returns it. */
export type KubernetesObject = Properties;

/** What names one object of a cluster. */
export interface ObjectReference {
    readonly apiVersion: string;
    readonly kind: string;
    /** Absent for kinds that belong to the whole cluster. */
    readonly namespace?: string;
    readonly name: string;
}

export interface WriteOptions {
    /** Who owns the fields that are written. */
    readonly fieldManager: string;
    /** Pulumi stack whose program asks. The API server does not know it, the rehearsal's inventory does. */
    readonly stack?: string | undefined;
    /** Checks everything and returns what would be stored, but stores nothing. */
    readonly dryRun?: boolean;
}

/**
 * The objects of the simulated clusters, in the terms of the Kubernetes REST API. Every method fails with an {@link ApiError}.
 *
 * Objects given and returned hold no secret markers and nothing unknown.
 */
export interface ObjectStore {
    /** GET. Fails with `NotFound`. */
    get(cluster: string, reference: ObjectReference): Promise<KubernetesObject>;
    /** Everything that was made in the cluster. */
    list(cluster: string): Promise<KubernetesObject[]>;
    /** POST. Fails with `AlreadyExists`, with `NotFound` for a namespace that is not there, with {@link NoMatchError} for an unknown kind. */
    create(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject>;
    /**
     * PATCH with server-side apply: creates the object or merges into it, and removes what the same manager applied before and does not any more.
     * Fails with `Conflict` when another manager owns a field with another value, unless forced.
     */
    apply(cluster: string, object: KubernetesObject, options: WriteOptions & { readonly force?: boolean }): Promise<KubernetesObject>;
    /** DELETE. A namespace takes its objects with it, a definition its custom resources. Fails with `NotFound`. */
    delete(cluster: string, reference: ObjectReference): Promise<void>;
    /** Whether objects of a kind belong to a namespace; undefined when the cluster does not know the kind. */
    isNamespaced(cluster: string, apiVersion: string, kind: string): Promise<boolean | undefined>;
}

export type Reason = "NotFound" | "AlreadyExists" | "Conflict" | "Invalid" | "BadRequest" | "Forbidden";

const statusCodes: Readonly<Record<Reason, number>> = {
    BadRequest: 400,
    Forbidden: 403,
    NotFound: 404,
    AlreadyExists: 409,
    Conflict: 409,
    Invalid: 422,
};

/** A refusal of the API server. */
export class ApiError extends Error {
    /** HTTP status. */
    readonly code: number;

    constructor(
        readonly reason: Reason,
        message: string,
    ) {
        super(message);
        this.name = "ApiError";
        this.code = statusCodes[reason];
    }
}

/** No API of the cluster has such a kind. */
export class NoMatchError extends Error {
    constructor(apiVersion: string, kind: string) {
        super(`no matches for kind "${kind}" in version "${apiVersion}"`);
        this.name = "NoMatchError";
    }
}
