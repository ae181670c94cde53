import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";
import { SECTION_CASES } from "./section-data";

const ID = "/subscriptions/7d1a4c36-50d6-4c6b-9e55-0a2b6c1f9d10/resourceGroups/rg/providers";
const zone = (name: string, type = "dnsZones"): string => `${ID}/Microsoft.Network/${type}/${name}`;
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
const KEY = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
const secure = { secure: "v1:placeholder" };

const mesh = (value: unknown): Edit => [["mesh"], value];
const kubernetes = (version: string): Edit => [["cluster", "kubernetesVersion"], version];
const tls = (value: unknown): Edit => [["ingress", "tls"], value];
const dns = (zoneId: string): Edit => [["ingress", "dns"], { kind: "zone", zoneId }];
const provider = (changes: object): Edit => [
    ["sso", "identityProviders"],
    { one: { kind: "oidc", clientId: "ml", clientSecret: secure, issuer: "https://id.contoso.com", ...changes } },
];
const google = (hostedDomains: readonly string[]): Edit => [
    ["sso", "identityProviders"],
    { one: { kind: "google", clientId: "ml", clientSecret: secure, hostedDomains } },
];
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

const WAY_IN_CASES = {
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

const SIGN_IN_CASES = {
    "sso/provider-name": {
        stack: "shakudo",
        breaks: [[["sso", "identityProviders", "Contoso"], { kind: "github", clientId: "x", clientSecret: secure }]],
        satisfies: [[["sso", "identityProviders", "contoso-2"], { kind: "github", clientId: "x", clientSecret: secure }]],
    },
    "sso/no-provider": {
        stack: "shakudo",
        breaks: [[["sso", "identityProviders"], {}]],
        satisfies: [provider({})],
    },
    // S0-70: anyone with a Google account.
    "sso/provider-unrestricted": {
        stack: "shakudo",
        breaks: [google([]), [["sso", "requireApproval"], false]],
        satisfies: [google([]), [["sso", "requireApproval"], true]],
        at: "sso.identityProviders.one.hostedDomains",
    },
    "sso/domain": {
        stack: "shakudo",
        breaks: [google(["*"])],
        satisfies: [google(["lab.contoso.com"])],
        at: "sso.identityProviders.one.hostedDomains[0]",
    },
    "sso/tenant-id": {
        stack: "shakudo",
        breaks: [[["sso", "identityProviders", "entra", "tenantId"], "common"]],
        satisfies: [[["sso", "identityProviders", "entra", "tenantId"], "9C1F7B2E-1D53-4C0A-8F0F-3D0A5B0C7E21"]],
    },
    "sso/issuer": {
        stack: "shakudo",
        breaks: [provider({ issuer: "https://id.contoso.com/" })],
        satisfies: [provider({ issuer: "https://id.contoso.com/realms/a" })],
        at: "sso.identityProviders.one.issuer",
    },
    "sso/relative-path": {
        stack: "shakudo",
        breaks: [[["sso", "relativePath"], "/"]],
        satisfies: [[["sso", "relativePath"], "/a"]],
    },
    "sso/database-host": {
        stack: "shakudo",
        breaks: [[["sso", "database"], { kind: "postgres", host: "keycloak-db", username: "kc", password: secure }]],
        satisfies: [[["sso", "database"], { kind: "postgres", host: "keycloak-db.contoso.com", username: "kc", password: secure }]],
        at: "sso.database.host",
    },
    // S4-7
    "sso/github-nobody": {
        stack: "sai",
        breaks: [
            [["sso", "organizations"], []],
            [["sso", "users"], []],
        ],
        satisfies: [[["sso", "organizations"], []]],
    },
    "sso/needs-ingress": {
        breaks: [[["sso"], { kind: "oidc", issuer: "https://id.contoso.com", clientId: "ml", clientSecret: secure }]],
        satisfies: [
            [["sso"], { kind: "oidc", issuer: "https://id.contoso.com", clientId: "ml", clientSecret: secure }],
            mesh({ kind: "addon" }),
            [["ingress"], { kind: "gateway", host: "ml.contoso.com", exposure: "internal", tls: { kind: "self-signed" } }],
        ],
        at: "sso.kind",
    },
} satisfies RuleCases;

const STORE_CASES = {
    "object-store/bucket-name": {
        stack: "kubeflow",
        breaks: [[["objectStore", "buckets", "data--set"], {}]],
        satisfies: [[["objectStore", "buckets", "dat"], {}]],
    },
    "object-store/lifecycle-order": {
        stack: "katonic",
        breaks: [[["objectStore", "buckets", "backups", "lifecycle", "coolAfterDays"], 180]],
        satisfies: [[["objectStore", "buckets", "backups", "lifecycle", "coolAfterDays"], 179]],
    },
    "object-store/account-id": {
        breaks: [[["objectStore"], { kind: "existing", accountId: `${ID}/Microsoft.Storage/storageAccounts/contoso-data` }]],
        satisfies: [[["objectStore"], { kind: "existing", accountId: `${ID}/Microsoft.Storage/storageAccounts/contosodata` }]],
        at: "objectStore.accountId",
    },
    "object-store/private-endpoint-subnet": {
        breaks: [[["objectStore"], { kind: "blob", privateEndpoint: true }]],
        satisfies: [
            [["objectStore"], { kind: "blob", privateEndpoint: true }],
            [["network", "subnets"], { privateEndpoints: "10.225.32.0/24" }],
        ],
        at: "objectStore.privateEndpoint",
    },
    "s3-gateway/single-replica": {
        stack: "kubeflow",
        breaks: [[["objectStore", "gateway", "replicas"], 1]],
        satisfies: [[["objectStore", "gateway", "replicas"], 2]],
    },
    "s3-gateway/clear-text": {
        stack: "studioml",
        breaks: [[["objectStore", "gateway", "tls"], false], mesh({ kind: "addon", mtls: "permissive" })],
        satisfies: [[["objectStore", "gateway", "tls"], false], mesh({ kind: "addon", mtls: "strict" })],
    },
} satisfies RuleCases;

const stack = (changes: object): Edit => [["monitoring"], { kind: "kube-prometheus-stack", ...changes }];
const registry = (name: string, server: string): Edit => [["imageRegistries"], { [name]: { server, username: "bot", password: secure } }];
const twoRegistries = (first: string, second: string): Edit => {
    const login = { username: "bot", password: secure };
    return [["imageRegistries"], { first: { server: first, ...login }, second: { server: second, ...login } }];
};

const OBSERVING_CASES = {
    "monitoring/energy-without-gpu": {
        breaks: [[["gpuPools"], {}], stack({ energy: { kind: "dcgm" } })],
        satisfies: [stack({ energy: { kind: "dcgm" } })],
        at: "monitoring.energy.kind",
    },
    // S4-14: no RAPL meter on Azure.
    "monitoring/kepler-cpu": {
        breaks: [stack({ energy: { kind: "kepler" } })],
        satisfies: [stack({ energy: { kind: "dcgm" } })],
        at: "monitoring.energy.kind",
    },
    "monitoring/grafana-ingress": {
        breaks: [stack({ grafana: "ingress" })],
        satisfies: [stack({ grafana: "cluster" })],
        at: "monitoring.grafana",
        also: ["monitoring/grafana-sign-in"],
    },
    // S4-21
    "monitoring/grafana-sign-in": {
        stack: "katonic",
        breaks: [stack({ grafana: "ingress" })],
        satisfies: [
            stack({ grafana: "ingress" }),
            [["sso"], { kind: "oidc", issuer: "https://id.contoso.com", clientId: "ml", clientSecret: secure }],
        ],
        at: "monitoring.grafana",
    },
    "image-registries/name": {
        breaks: [registry("ghcr.io", "ghcr.io")],
        satisfies: [registry("ghcr-io", "ghcr.io")],
        at: 'imageRegistries["ghcr.io"]',
    },
    "image-registries/server": {
        breaks: [registry("github", "https://ghcr.io")],
        satisfies: [registry("github", "registry.contoso.com:5000")],
        at: "imageRegistries.github.server",
    },
    "image-registries/server-twice": {
        breaks: [twoRegistries("docker.io", "index.docker.io")],
        satisfies: [twoRegistries("docker.io", "mirror.docker.io")],
        at: "imageRegistries.second.server",
    },
    // S1-9
    "image-registries/azure": {
        breaks: [registry("own", "contoso.azurecr.io")],
        satisfies: [registry("own", "contoso.azurecr.io.contoso.com")],
        at: "imageRegistries.own.server",
    },
} satisfies RuleCases;

/** Rules of services, and of the platforms that use them. */
export const PLATFORM_CASES = {
    ...MESH_CASES,
    ...WAY_IN_CASES,
    ...SIGN_IN_CASES,
    ...STORE_CASES,
    ...OBSERVING_CASES,
    ...SECTION_CASES,
};
