import type { Variant } from "../keys/variants";
import type { ParsedConfig } from "../schema";

type Kinds<Key extends "mesh" | "ingress" | "sso" | "objectStore"> = readonly ParsedConfig[Key]["kind"][];

/** Kinds of services that a platform works with; a service that is left out may be of any kind. */
export interface Needs {
    readonly mesh?: { readonly kinds: Kinds<"mesh">; readonly why: string };
    readonly ingress: { readonly kinds: Kinds<"ingress">; readonly why: string };
    readonly sso: { readonly kinds: Kinds<"sso">; readonly why: string };
    readonly objectStore?: { readonly kinds: Kinds<"objectStore">; readonly why: string };
}

/** What each platform needs of the services beside it. */
export const NEEDS: Readonly<Record<Variant, Needs>> = {
    studioml: {
        ingress: { kinds: ["none", "gateway"], why: "only katonic works behind an Application Gateway" },
        sso: { kinds: ["none", "keycloak", "oidc"], why: "GitHub directly is for JupyterHub" },
    },
    shakudo: {
        mesh: { kinds: ["self-managed", "existing"], why: "the mesh checks who asks before anything is reached" },
        ingress: { kinds: ["gateway"], why: "the mesh's gateway checks who asks" },
        sso: { kinds: ["keycloak"], why: "the platform's clients, roles and approval are Keycloak's" },
    },
    katonic: {
        ingress: { kinds: ["gateway", "application-gateway"], why: "its pages need a host name and a certificate" },
        sso: { kinds: ["none", "keycloak", "oidc"], why: "GitHub directly is for JupyterHub" },
        objectStore: { kinds: ["blob", "existing"], why: "projects, logs, backups and datasets are kept in buckets" },
    },
    kubeflow: {
        mesh: { kinds: ["self-managed"], why: "the sign-in is an extension provider of the mesh, which the program must own" },
        ingress: { kinds: ["gateway"], why: "the mesh's gateway checks who asks" },
        sso: { kinds: ["keycloak", "oidc"], why: "the static user of the upstream files is not offered" },
    },
    sai: {
        ingress: { kinds: ["gateway"], why: "the hub needs a host name that a sign-in comes back to" },
        sso: { kinds: ["keycloak", "oidc", "github"], why: "JupyterHub lets nobody in without a sign-in" },
    },
};

/** Platforms whose section has settings without a default, with an example of the least that it says. */
export const REQUIRED_SECTIONS: Readonly<Partial<Record<Variant, string>>> = {
    shakudo: "chart: { kind: path, path: charts/shakudo-platform }, since the vendor's chart is not public",
    sai: "profiles, the servers that users can start",
};
