import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const ID = "/subscriptions/7d1a4c36-50d6-4c6b-9e55-0a2b6c1f9d10/resourceGroups/rg/providers";
const zone = (name: string, type = "dnsZones"): string => `${ID}/Microsoft.Network/${type}/${name}`;
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
const KEY = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
const secure = { secure: "v1:placeholder" };
const mesh = (value: unknown): Edit => [["mesh"], value];
const channel = (name: string): Edit => [["cluster", "upgrades"], { kubernetes: name }];
const kubernetes = (version: string): Edit => [["cluster", "kubernetesVersion"], version];
const tls = (value: unknown): Edit => [["ingress", "tls"], value];
const dns = (zoneId: string): Edit => [["ingress", "dns"], { kind: "zone", zoneId }];
const authority = (certificate: string): unknown => ({
    kind: "self-managed",
    certificateAuthority: { kind: "supplied", rootCertificate: PEM, certificateChain: PEM, certificate, privateKey: secure },
});

const MESH_CASES = {
    "mesh/revision-syntax": {
        breaks: [mesh({ kind: "addon", revision: "1.30" })],
        satisfies: [mesh({ kind: "addon", revision: "asm-1-30" })],
        at: "mesh.revision",
    },
    // S0-52: revisions end.
    "mesh/revision-ended": {
        breaks: [mesh({ kind: "addon", revision: "asm-1-28" }), kubernetes("1.35")],
        satisfies: [mesh({ kind: "addon", revision: "asm-1-29" }), kubernetes("1.35")],
        at: "mesh.revision",
    },
    "mesh/revision-ending": {
        breaks: [mesh({ kind: "addon", revision: "asm-1-30" })],
        satisfies: [mesh({ kind: "addon" })],
        at: "mesh.revision",
    },
    "mesh/revision-unlisted": {
        breaks: [mesh({ kind: "addon", revision: "asm-1-31" })],
        satisfies: [mesh({ kind: "addon", revision: "asm-1-30" })],
        at: "mesh.revision",
    },
    "mesh/version-unknown": {
        breaks: [mesh({ kind: "self-managed", version: "1.29.9" })],
        satisfies: [mesh({ kind: "self-managed", version: "1.30.4" })],
        at: "mesh.version",
    },
    "mesh/version-ending": {
        breaks: [mesh({ kind: "self-managed", version: "1.30.4" })],
        satisfies: [mesh({ kind: "self-managed", version: "1.31.0" })],
        at: "mesh.version",
    },
    "mesh/kubernetes-range": {
        breaks: [kubernetes("1.37"), mesh({ kind: "existing", version: "1.31" })],
        satisfies: [kubernetes("1.36"), mesh({ kind: "existing", version: "1.31" })],
        at: "mesh.version",
    },
    "mesh/upgrade-channel": {
        breaks: [mesh({ kind: "existing", version: "1.31" }), channel("stable")],
        satisfies: [mesh({ kind: "existing", version: "1.31" }), channel("patch")],
        at: "mesh.kind",
    },
    "mesh/key-vault": {
        stack: "katonic",
        breaks: [[["mesh", "certificateAuthority", "keyName"], "ca_key"]],
        satisfies: [[["mesh", "certificateAuthority", "keyName"], "ca-key-2"]],
    },
    "mesh/certificate-pem": {
        breaks: [mesh(authority(KEY))],
        satisfies: [mesh(authority(PEM))],
        at: "mesh.certificateAuthority.certificate",
    },
} satisfies RuleCases;

const INGRESS_CASES = {
    "ingress/host-syntax": {
        stack: "sai",
        breaks: [[["ingress", "host"], "https://hub.contoso.com"]],
        satisfies: [[["ingress", "host"], "a-b.hub.contoso.com"]],
    },
    "ingress/example-host": {
        stack: "sai",
        breaks: [
            [["ingress", "host"], "hub.example.com"],
            [["ingress", "dns"], { kind: "none" }],
            tls({ kind: "key-vault", vaultName: "kv-contoso", certificateName: "hub" }),
        ],
        satisfies: [
            [["ingress", "host"], "hub.myexample.com"],
            [["ingress", "dns"], { kind: "none" }],
            tls({ kind: "key-vault", vaultName: "kv-contoso", certificateName: "hub" }),
        ],
    },
    "ingress/range-syntax": {
        stack: "sai",
        breaks: [[["ingress", "allowedRanges"], ["20.50.10.1/24"]]],
        satisfies: [[["ingress", "allowedRanges"], ["20.50.10.1"]]],
        at: "ingress.allowedRanges[0]",
    },
    "ingress/example-range": {
        stack: "sai",
        breaks: [[["ingress", "allowedRanges"], ["198.51.100.0/24"]]],
        satisfies: [[["ingress", "allowedRanges"], ["198.51.101.0/24"]]],
        at: "ingress.allowedRanges[0]",
    },
    // S0-53
    "ingress/open-to-everyone": {
        stack: "sai",
        breaks: [[["ingress", "allowedRanges"], ["0.0.0.0/0"]]],
        satisfies: [[["ingress", "allowedRanges"], ["0.0.0.0/1"]]],
    },
    "ingress/internal-subnet": {
        stack: "sai",
        breaks: [[["ingress", "internalSubnetName"], "snet-ingress"]],
        satisfies: [
            [["ingress", "internalSubnetName"], "snet-ingress"],
            [["ingress", "exposure"], "internal"],
        ],
    },
    "ingress/capacity": {
        stack: "katonic",
        breaks: [[["ingress", "minCapacity"], 5]],
        satisfies: [[["ingress", "minCapacity"], 4]],
    },
    "ingress/gateway-without-mesh": {
        stack: "sai",
        breaks: [mesh({ kind: "none" })],
        satisfies: [mesh({ kind: "existing", version: "1.31" })],
        at: "ingress.kind",
    },
    // S2-16
    "ingress/application-gateway-subnet": {
        stack: "katonic",
        breaks: [[["network", "subnets", "applicationGateway"]]],
        satisfies: [[["network", "subnets", "applicationGateway"], "10.231.34.0/24"]],
        at: "ingress.kind",
    },
    "certificates/email": {
        stack: "sai",
        breaks: [tls({ kind: "lets-encrypt", email: "sai-lab@contoso" })],
        satisfies: [tls({ kind: "lets-encrypt", email: "sai-lab@contoso.io" })],
        at: "ingress.tls.email",
    },
    // S0-13: a private zone proves nothing.
    "certificates/zone-id": {
        stack: "shakudo",
        breaks: [[["ingress", "tls", "dnsZoneId"], zone("contoso.com", "privateDnsZones")]],
        satisfies: [[["ingress", "tls", "dnsZoneId"], zone("contoso.com")]],
    },
    "certificates/zone-missing": {
        stack: "shakudo",
        breaks: [[["ingress", "tls", "dnsZoneId"]]],
        satisfies: [[["ingress", "tls", "dnsZoneId"]], dns(zone("contoso.com"))],
    },
    "certificates/zone-does-not-hold-host": {
        stack: "shakudo",
        breaks: [[["ingress", "tls", "dnsZoneId"], zone("toso.com")]],
        satisfies: [[["ingress", "tls", "dnsZoneId"], zone("shakudo.contoso.com")]],
    },
    "certificates/key-vault": {
        stack: "katonic",
        breaks: [[["ingress", "tls", "vaultName"], "kv--contoso"]],
        satisfies: [[["ingress", "tls", "vaultName"], "kv-contoso"]],
    },
    "certificates/pem": {
        stack: "sai",
        breaks: [tls({ kind: "supplied", certificate: `${PEM}\n${KEY}`, privateKey: secure })],
        satisfies: [tls({ kind: "supplied", certificate: `${PEM}\n${PEM}`, privateKey: secure })],
        at: "ingress.tls.certificate",
    },
    "certificates/self-signed-public": {
        stack: "sai",
        breaks: [tls({ kind: "self-signed" })],
        satisfies: [tls({ kind: "self-signed" }), [["ingress", "exposure"], "internal"]],
        at: "ingress.tls.kind",
    },
    "dns/zone-id": {
        stack: "shakudo",
        breaks: [dns("contoso.com")],
        satisfies: [dns(zone("contoso.com"))],
        at: "ingress.dns.zoneId",
    },
    // S0-11
    "dns/zone-does-not-hold-host": {
        stack: "shakudo",
        breaks: [dns(zone("hub.contoso.com"))],
        satisfies: [dns(zone("shakudo.contoso.com"))],
        at: "ingress.dns.zoneId",
    },
    "dns/private-zone-public-ingress": {
        stack: "katonic",
        breaks: [dns(zone("contoso.com", "privateDnsZones"))],
        satisfies: [dns(zone("contoso.com", "privateDnsZones")), [["ingress", "exposure"], "internal"]],
        at: "ingress.dns.zoneId",
    },
} satisfies RuleCases;

/** The mesh, and the way in. */
export const WAY_IN_CASES = { ...MESH_CASES, ...INGRESS_CASES };
