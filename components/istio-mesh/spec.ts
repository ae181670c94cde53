import type * as pulumi from "@pulumi/pulumi";

/** Whether pods talk to each other with certificates only. `strict` refuses plain connections into the mesh. */
export type MtlsMode = "strict" | "permissive";

/** Who signs the certificates of the add-on's workloads. */
export type AddonCertificateAuthority =
    /** A root that Istio makes itself. */
    | { readonly kind: "generated" }
    /** An intermediate of your own, in a key vault. The vault's objects are named as AKS wants them. */
    | {
          readonly kind: "key-vault";
          /** ARM id of the vault. The add-on's identity gets Key Vault Secrets User on it. */
          readonly keyVaultId: string;
          readonly rootCertificateName: string;
          readonly certificateChainName: string;
          readonly certificateName: string;
          readonly keyName: string;
      };

/** Who signs the certificates of workloads in a mesh that the program installs. */
export type SuppliedCertificateAuthority =
    | { readonly kind: "generated" }
    /** An intermediate of your own. Changing it takes a restart of every workload. */
    | {
          readonly kind: "supplied";
          /** PEM. */
          readonly rootCertificate: string;
          /** PEM: the intermediate and all above it. */
          readonly certificateChain: string;
          /** PEM: the intermediate. */
          readonly certificate: string;
          readonly privateKey: pulumi.Input<string>;
      };

/** The service mesh: encryption and identity between pods, and the gateway that lets traffic in. */
export type MeshSpec =
    | { readonly kind: "none" }
    /** Istio as AKS runs and upgrades it, within the revision. No extension providers, so no sign-in at the gateway. */
    | {
          readonly kind: "addon";
          /** @default - the second newest that AKS offers for the cluster's Kubernetes version */
          readonly revision?: string;
          /** @default "strict" */
          readonly mtls?: MtlsMode;
          /** @default { kind: "generated" } */
          readonly certificateAuthority?: AddonCertificateAuthority;
      }
    /** Istio from its own charts, with everything that it can do; upgrades are yours. */
    | {
          readonly kind: "self-managed";
          /** @default "1.31.1" */
          readonly version?: string;
          /** @default "docker.io/istio" */
          readonly imageRegistry?: string;
          /** @default "strict" */
          readonly mtls?: MtlsMode;
          /** @default { kind: "generated" } */
          readonly certificateAuthority?: SuppliedCertificateAuthority;
      }
    /** A mesh that is in the cluster already and that someone else looks after. */
    | {
          readonly kind: "existing";
          /** Version of Istio, `1.31` or `1.31.1`. */
          readonly version: string;
          /** @default "istio-system" */
          readonly namespace?: string;
          /** @default - namespaces are labelled `istio-injection: enabled` */
          readonly revision?: string;
          /** Labels of the gateway's pods. @default { istio: "ingressgateway" } */
          readonly gatewaySelector?: Readonly<Record<string, string>>;
      };

/** What is used for what is left out. */
export const MESH_DEFAULTS = {
    mtls: "strict",
    imageRegistry: "docker.io/istio",
    namespace: "istio-system",
    gatewaySelector: { istio: "ingressgateway" },
} as const;
