import { z } from "zod";
import { ADDON_REVISIONS, DEFAULT_ISTIO_VERSION, MESH_DEFAULTS } from "../../../components/istio-mesh/rules";
import { noneSchema } from "./none";
import { NONE_ONLY, NOT_BUILT } from "./not-built";
import { secretText } from "./secret-text";

const mtls = z.enum(["strict", "permissive"]).default(MESH_DEFAULTS.mtls).meta({
    description: "`strict` refuses plain connections to pods of the mesh; `permissive` takes both, while workloads move in.",
});

const generatedAuthority = z
    .strictObject({ kind: z.literal("generated") })
    .meta({ description: "A root that Istio makes itself and keeps in the cluster." });

const vaultObject = (what: string, example: string) =>
    z.string().meta({ description: `Name of the vault's object with ${what}.`, examples: [example] });

const addonAuthority = z
    .discriminatedUnion("kind", [
        generatedAuthority,
        z
            .strictObject({
                kind: z.literal("key-vault"),
                keyVaultId: z.string().meta({
                    description: "ARM id of the key vault. The add-on's identity gets to read it.",
                    examples: [
                        "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-pki/providers/Microsoft.KeyVault/vaults/kv-pki",
                    ],
                }),
                rootCertificateName: vaultObject("the root certificate", "root-cert"),
                certificateChainName: vaultObject("the intermediate and all above it", "cert-chain"),
                certificateName: vaultObject("the intermediate", "ca-cert"),
                keyName: vaultObject("the intermediate's key", "ca-key"),
            })
            .meta({ description: "An intermediate of your own authority, in a key vault." }),
    ])
    .prefault({ kind: "generated" })
    .meta({
        description: "Who signs the certificates of workloads. A change takes a restart of all of them.",
        examples: [{ kind: "generated" }],
    });

const pem = (what: string) =>
    z.string().meta({
        description: `PEM of ${what}. Not a secret; the key has a place of its own.`,
        examples: ["-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----"],
    });

const suppliedAuthority = z
    .discriminatedUnion("kind", [
        generatedAuthority,
        z
            .strictObject({
                kind: z.literal("supplied"),
                rootCertificate: pem("the root"),
                certificateChain: pem("the intermediate and all above it"),
                certificate: pem("the intermediate"),
                privateKey: secretText({ description: "PEM of the intermediate's private key. Who has it can pose as any workload." }),
            })
            .meta({ description: "An intermediate of your own authority." }),
    ])
    .prefault({ kind: "generated" })
    .meta({
        description: "Who signs the certificates of workloads. A change takes a restart of all of them.",
        examples: [{ kind: "generated" }],
    });

const offered = ADDON_REVISIONS.filter(({ status }) => status !== "ended").map(({ name }) => name);

export const meshSchema = z
    .discriminatedUnion("kind", [
        noneSchema("No mesh: traffic between pods is not encrypted, and there is no gateway."),
        z
            .strictObject({
                kind: z.literal("addon"),
                revision: z.string().exactOptional().meta({
                    description:
                        "Revision of the add-on, which is a minor version of Istio. Left out, AKS takes the second newest. AKS ends each after about half a year.",
                    examples: offered,
                }),
                mtls,
                certificateAuthority: addonAuthority,
            })
            .meta({ description: `Istio as AKS runs, patches and supports it. It cannot ask for a sign-in at the gateway. ${NOT_BUILT}` }),
        z
            .strictObject({
                kind: z.literal("self-managed"),
                version: z
                    .string()
                    .default(DEFAULT_ISTIO_VERSION)
                    .meta({
                        description: "Version of Istio, in quotes. Upgrades are yours, one minor version at a time.",
                        examples: [DEFAULT_ISTIO_VERSION],
                    }),
                imageRegistry: z
                    .string()
                    .min(1)
                    .default(MESH_DEFAULTS.imageRegistry)
                    .meta({
                        description:
                            "Registry and path of Istio's images. Docker Hub limits pulls: a mirror in your own registry has no such limit.",
                        examples: ["docker.io/istio", "contoso.azurecr.io/istio"],
                    }),
                mtls,
                certificateAuthority: suppliedAuthority,
            })
            .meta({ description: `Istio from its own charts, with everything that it can do. ${NOT_BUILT}` }),
        z
            .strictObject({
                kind: z.literal("existing"),
                version: z.string().meta({ description: "Version of the Istio that is there, in quotes.", examples: ["1.31"] }),
                namespace: z
                    .string()
                    .default(MESH_DEFAULTS.namespace)
                    .meta({ description: "Namespace of its control plane.", examples: ["istio-system"] }),
                revision: z
                    .string()
                    .exactOptional()
                    .meta({
                        description: "Revision that namespaces are labelled with. Left out, they are labelled `istio-injection: enabled`.",
                        examples: ["1-31-1"],
                    }),
                gatewaySelector: z
                    .record(z.string(), z.string().meta({ description: "Value of the label.", examples: ["ingressgateway"] }))
                    .default({ ...MESH_DEFAULTS.gatewaySelector })
                    .meta({ description: "Labels of the pods of its gateway.", examples: [{ istio: "ingressgateway" }] }),
            })
            .meta({ description: `An Istio that is in the cluster already and that someone else looks after. ${NOT_BUILT}` }),
    ])
    .prefault({ kind: "none" })
    .meta({
        description: `The service mesh: encryption and identity between pods, and the gateway that lets traffic in. ${NONE_ONLY}`,
        examples: [{ kind: "addon" }],
    });
