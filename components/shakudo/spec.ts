import type * as pulumi from "@pulumi/pulumi";

/** Where the vendor's chart comes from; it is not public. */
export type ShakudoChartSpec =
    /** A folder, or a packed chart, beside the stack file. */
    | { readonly kind: "path"; readonly path: string }
    | {
          readonly kind: "oci";
          /** `oci://<registry>/<path>`, without version. */
          readonly reference: string;
          readonly version: string;
          readonly username: string;
          readonly password: pulumi.Input<string>;
      };

/** How large the platform's own pool is: seven nodes for everything, four for the core and a language model, or as the autoscaler sees fit. */
export type ShakudoProfile = "full" | "llm-minimal" | "autoscale";

/** Nodes of the platform's own pool under a profile that fixes them. */
export const PROFILE_NODES: Readonly<Partial<Record<ShakudoProfile, number>>> = { full: 7, "llm-minimal": 4 };

/** Where sign-ins and user actions are sent to. */
export type EventExportSpec =
    | { readonly kind: "none" }
    | {
          readonly kind: "endpoint";
          readonly url: string;
          /** @default "json" */
          readonly format?: "json" | "csv";
          /** @default 15 */
          readonly intervalMinutes?: number;
          readonly token: pulumi.Input<string>;
      };

/** The user's repository that the platform keeps in step with. */
export type GitSyncSpec =
    | { readonly kind: "none" }
    /** By SSH, with a key pair that the program makes; its public half is an output, to be added as a deploy key. */
    | { readonly kind: "ssh"; readonly repository: string; /** @default "main" */ readonly branch?: string };

export interface ShakudoSpec {
    readonly chart: ShakudoChartSpec;
    /** In front of every namespace of the platform. @default "" */
    readonly namespacePrefix?: string;
    /** @default { kind: "none" } */
    readonly eventExport?: EventExportSpec;
    /** @default { kind: "none" } */
    readonly gitSync?: GitSyncSpec;
}

/** Namespaces of the platform, without prefix. The longest decides how long a prefix may be. */
const NAMESPACES = ["core", "postgres", "pgbouncer", "istio", "certmanager", "monitoring", "pipelines", "jhub", "conda"].map(
    (name) => `hyperplane-${name}`,
);
/** Longest prefix: a namespace has at most 63 characters. */
export const LONGEST_PREFIX = 63 - Math.max(...NAMESPACES.map(({ length }) => length));

/** What is used for what is left out. */
export const SHAKUDO_DEFAULTS = { namespacePrefix: "", profile: "autoscale", branch: "main", format: "json", intervalMinutes: 15 } as const;
