import { z } from "zod";
import { noneSchema } from "./none";
import { NONE_ONLY, NOT_BUILT } from "./not-built";
import { secretText } from "./secret-text";

const zone = (type: string, name: string): string =>
    `/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-dns/providers/Microsoft.Network/${type}/${name}`;

const letsEncrypt = z
    .strictObject({
        kind: z.literal("lets-encrypt"),
        email: z.string().meta({ description: "Gets Let's Encrypt's mail on the account.", examples: ["ml-platform@contoso.com"] }),
        dnsZoneId: z
            .string()
            .exactOptional()
            .meta({
                description:
                    "ARM id of the public DNS zone that proves the name. cert-manager's identity gets DNS Zone Contributor on it. Left out, the zone of `dns`.",
                examples: [zone("dnsZones", "contoso.com")],
            }),
        server: z.enum(["production", "staging"]).default("production").meta({
            description: "`staging` gives certificates that no browser trusts, and lets you try often.",
        }),
    })
    .meta({
        description: "A free certificate, renewed by itself and proved by a DNS record: port 80 stays closed, and internal hosts work too.",
    });

const keyVaultCertificate = z
    .strictObject({
        kind: z.literal("key-vault"),
        vaultName: z.string().meta({ description: "Name of the key vault.", examples: ["kv-contoso-certs"] }),
        certificateName: z.string().meta({ description: "Name of the certificate in the vault.", examples: ["ml-contoso-com"] }),
    })
    .meta({ description: "A certificate in a key vault; the platform's identity gets Key Vault Secrets User on it." });

const suppliedCertificate = z
    .strictObject({
        kind: z.literal("supplied"),
        certificate: z.string().meta({
            description: "PEM of the certificate and its chain. Not a secret.",
            examples: ["-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----"],
        }),
        privateKey: secretText({ description: "PEM of the certificate's private key. Who has it can pose as the host." }),
    })
    .meta({ description: "A certificate of your own, which you renew by hand." });

const selfSigned = z
    .strictObject({ kind: z.literal("self-signed") })
    .meta({ description: "A certificate that browsers refuse: for throw-away environments." });

const tlsMeta = { description: "Where the certificate of the host, and of the names below it, comes from." };
const gatewayTls = z
    .discriminatedUnion("kind", [letsEncrypt, keyVaultCertificate, suppliedCertificate, selfSigned])
    .meta({ ...tlsMeta, examples: [{ kind: "self-signed" }, { kind: "lets-encrypt", email: "ml-platform@contoso.com" }] });
const applicationGatewayTls = z
    .discriminatedUnion("kind", [keyVaultCertificate, suppliedCertificate])
    .meta({ ...tlsMeta, examples: [{ kind: "key-vault", vaultName: "kv-contoso-certs", certificateName: "ml-contoso-com" }] });

const place = {
    host: z.string().meta({ description: "Host name of the platform's pages.", examples: ["ml.contoso.com"] }),
    exposure: z.enum(["public", "internal"]).meta({
        description: "`public`: a public address. `internal`: an address in the network, for those who are connected to it.",
        enumDescriptions: ["A public address, about 4 USD a month", "An address in the network"],
    }),
    allowedRanges: z
        .array(z.string())
        .default([])
        .meta({
            description:
                "IPv4 ranges that may connect, to ports 80 and 443: no other port is ever open, and the API server is not behind this. Left out, everyone who reaches the address.",
            examples: [["198.51.100.0/24"]],
        }),
    dns: z
        .discriminatedUnion("kind", [
            noneSchema("You point the host at the gateway's address, which is an output of the stack."),
            z
                .strictObject({
                    kind: z.literal("zone"),
                    zoneId: z.string().meta({
                        description: "ARM id of a public or private DNS zone that holds the host.",
                        examples: [zone("dnsZones", "contoso.com"), zone("privateDnsZones", "corp.contoso.com")],
                    }),
                    ttlSeconds: z
                        .int()
                        .min(1)
                        .max(2_147_483_647)
                        .default(300)
                        .meta({ description: "How long resolvers keep an answer, and how long a change takes. Unit: seconds." }),
                })
                .meta({ description: "The program writes A records of the host and of all names below it; they go with the stack." }),
        ])
        .prefault({ kind: "none" })
        .meta({ description: "Whether the program writes the host's DNS records.", examples: [{ kind: "none" }] }),
};

export const ingressSchema = z
    .discriminatedUnion("kind", [
        noneSchema("Nothing is reached from outside the cluster but its API server."),
        z
            .strictObject({
                kind: z.literal("gateway"),
                ...place,
                tls: gatewayTls,
                internalSubnetName: z
                    .string()
                    .exactOptional()
                    .meta({
                        description:
                            "Subnet of the nodes' virtual network that an internal address is taken from. Left out, the nodes' subnet.",
                        examples: ["snet-ingress"],
                    }),
            })
            .meta({ description: `The mesh's gateway behind a load balancer: about 20 USD a month and traffic. ${NOT_BUILT}` }),
        z
            .strictObject({
                kind: z.literal("application-gateway"),
                ...place,
                tls: applicationGatewayTls,
                firewall: z.enum(["none", "detection", "prevention"]).default("detection").meta({
                    description: "The web application firewall: `detection` writes down what `prevention` would refuse.",
                }),
                minCapacity: z
                    .int()
                    .min(0)
                    .max(125)
                    .default(0)
                    .meta({ description: "Capacity that always runs. Unit: capacity units, about 6 USD a month each." }),
                maxCapacity: z
                    .int()
                    .min(2)
                    .max(125)
                    .default(10)
                    .meta({ description: "Largest capacity: the ceiling on spending. Unit: capacity units." }),
            })
            .meta({
                description: `An Application Gateway v2 in a subnet of its own, for the platform katonic: about 180 USD a month, 320 with the firewall, and traffic. ${NOT_BUILT}`,
            }),
    ])
    .prefault({ kind: "none" })
    .meta({
        description: `The way in for people and programs. ${NONE_ONLY}`,
        examples: [{ kind: "gateway", host: "ml.contoso.com", exposure: "internal", tls: { kind: "self-signed" } }],
    });
