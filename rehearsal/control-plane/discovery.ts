import { objectsAt } from "../kubernetes/fields";
import { isObject, type Properties } from "../provider/values";
import type { ApiRequest, ApiResponse } from "./rest-client";

/** Whoever answers requests to an API server. */
export interface ApiCaller {
    send(request: ApiRequest): Promise<ApiResponse>;
}

/** A kind that an API server serves, and where. */
export interface ServedKind {
    /** For example `apps/v1`, or `v1`. */
    readonly apiVersion: string;
    readonly kind: string;
    /** In paths, for example `deployments`. */
    readonly plural: string;
    readonly isNamespaced: boolean;
    /** What can be done with it, for example `list` and `create`. */
    readonly verbs: readonly string[];
}

/**
 * What kinds an API server serves, and under which paths. Answers are remembered; a kind that is not among them is asked for again, since a
 * definition may have brought it meanwhile.
 */
export class Discovery {
    private readonly known = new Map<string, readonly ServedKind[]>();

    constructor(private readonly server: ApiCaller) {}

    /** Undefined for a kind that the server does not serve. */
    async find(apiVersion: string, kind: string): Promise<ServedKind | undefined> {
        const among = (kinds: readonly ServedKind[] | undefined) => kinds?.find((served) => served.kind === kind);
        return among(this.known.get(apiVersion)) ?? among(await this.ask(apiVersion));
    }

    /** Every kind that can be listed, in the version that the server prefers, in a stable order. Asked anew each time. */
    async listable(): Promise<ServedKind[]> {
        const groups = await this.askForGroups();
        const kinds = await Promise.all(groups.map(async (apiVersion) => this.ask(apiVersion)));
        return kinds.flat().filter(({ verbs }) => verbs.includes("list"));
    }

    /** Forgets what it knows of a version, for example when a definition in it was deleted. */
    forget(apiVersion: string): void {
        this.known.delete(apiVersion);
    }

    private async ask(apiVersion: string): Promise<readonly ServedKind[]> {
        const { status, body } = await this.server.send({ method: "GET", path: pathOfVersion(apiVersion) });
        if (status === 404) {
            this.known.delete(apiVersion);
            return [];
        }
        refuseUnless(status, body, `looking for the kinds of ${apiVersion}`);
        const kinds = objectsAt(body, "resources").flatMap((resource) => servedKind(apiVersion, resource));
        this.known.set(apiVersion, kinds);
        return kinds;
    }

    private async askForGroups(): Promise<string[]> {
        const { status, body } = await this.server.send({ method: "GET", path: "/apis" });
        refuseUnless(status, body, "looking for the API groups");
        const preferred = objectsAt(body, "groups").map((group) => {
            const version = isObject(group["preferredVersion"]) ? group["preferredVersion"]["groupVersion"] : undefined;
            return typeof version === "string" ? version : "";
        });
        return ["v1", ...preferred.filter((version) => version !== "").sort()];
    }
}

/** The path of a kind's collection, or of one object in it. */
export function pathOf({ apiVersion, plural, isNamespaced }: ServedKind, namespace: string | undefined, name?: string): string {
    const home = isNamespaced && namespace !== undefined ? ["namespaces", namespace] : [];
    const parts = [...home, plural, ...(name === undefined ? [] : [name])].map(encodeURIComponent);
    return [pathOfVersion(apiVersion), ...parts].join("/");
}

function pathOfVersion(apiVersion: string): string {
    return `${apiVersion.includes("/") ? "/apis" : "/api"}/${apiVersion.split("/").map(encodeURIComponent).join("/")}`;
}

/** Parts of a kind, such as `deployments/status`, are no kinds of their own. */
function servedKind(apiVersion: string, resource: Properties): ServedKind[] {
    const { name, kind, namespaced, verbs } = resource;
    return typeof name !== "string" || typeof kind !== "string" || name.includes("/")
        ? []
        : [
              {
                  apiVersion,
                  kind,
                  plural: name,
                  isNamespaced: namespaced === true,
                  verbs: Array.isArray(verbs) ? verbs.filter((verb) => typeof verb === "string") : [],
              },
          ];
}

function refuseUnless(status: number, body: Properties, doing: string): void {
    if (status !== 200) {
        const message = typeof body["message"] === "string" ? body["message"] : `HTTP status ${String(status)}`;
        throw new Error(`${doing} failed: ${message}`);
    }
}
