import { s3RotationRules } from "../../../components/minio-gateway/rules";
import { privateEndpointRules } from "../../../components/object-store/rules";
import { workloadIdentityRules } from "../../../components/workload-identity/rules";
import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";
import { SECTION_CASES } from "./section-data";
import { WAY_IN_CASES } from "./way-in-data";

const ID = "/subscriptions/7d1a4c36-50d6-4c6b-9e55-0a2b6c1f9d10/resourceGroups/rg/providers";
const secure = { secure: "v1:placeholder" };
const mesh = (value: unknown): Edit => [["mesh"], value];
const provider = (changes: object): Edit => [
    ["sso", "identityProviders"],
    { one: { kind: "oidc", clientId: "ml", clientSecret: secure, issuer: "https://id.contoso.com", ...changes } },
];
const google = (hostedDomains: readonly string[]): Edit => [
    ["sso", "identityProviders"],
    { one: { kind: "google", clientId: "ml", clientSecret: secure, hostedDomains } },
];

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
        breaks: [provider({ issuer: "https://id.contoso.com/?tenant=a" })],
        satisfies: [provider({ issuer: "https://contoso.eu.auth0.com/" })],
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
    "s3-gateway/rotation-number": {
        direct: {
            breaks: () => s3RotationRules({ buckets: { artifacts: 1.5 } }, ["artifacts"]),
            satisfies: () => s3RotationRules({ buckets: { artifacts: 2 } }, ["artifacts"]),
        },
        at: "buckets.artifacts",
    },
    "s3-gateway/rotation-bucket": {
        stack: "studioml",
        breaks: [[["objectStore", "gateway", "rotation"], { buckets: { experimentz: 2 } }]],
        satisfies: [[["objectStore", "gateway", "rotation"], { buckets: { experiments: 2 } }]],
        at: "objectStore.gateway.rotation.buckets.experimentz",
    },
    "object-store/private-endpoint-network": {
        direct: {
            breaks: () => privateEndpointRules({ kind: "blob", privateEndpoint: true }, false),
            satisfies: () => privateEndpointRules({ kind: "blob", privateEndpoint: true }, true),
        },
        at: "privateEndpoint",
    },
    "workload-identity/role-key": {
        direct: {
            breaks: () => workloadIdentityRules({ namespace: "ml", serviceAccountName: "s3", roles: { Blobs: {} } }),
            satisfies: () => workloadIdentityRules({ namespace: "ml", serviceAccountName: "s3", roles: { blobs: {} } }),
        },
        at: "roles.Blobs",
    },
    "workload-identity/service-account": {
        direct: {
            breaks: () => workloadIdentityRules({ namespace: "ml", serviceAccountName: "s3-", roles: {} }),
            satisfies: () => workloadIdentityRules({ namespace: "ml", serviceAccountName: "s3", roles: {} }),
        },
        at: "serviceAccountName",
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

const mirrored = (images: string): Edit => [["mirror"], { images }];
const devicePlugin: Edit = [["gpuSoftware"], { kind: "device-plugin" }];
const appliance: Edit = [["network", "outbound"], { kind: "userDefinedRouting", nextHopIp: "10.0.0.4" }];

const MIRROR_CASES = {
    "mirror/images": {
        breaks: [mirrored("https://contoso.azurecr.io/mirror")],
        satisfies: [mirrored("contoso.azurecr.io:5000/mirror/of__some--names")],
        at: "mirror.images",
    },
    "mirror/charts": {
        breaks: [[["mirror"], { charts: "contoso.azurecr.io/charts" }]],
        satisfies: [[["mirror"], { charts: "oci://contoso.azurecr.io/charts/" }]],
        at: "mirror.charts",
    },
    "mirror/with-password": {
        breaks: [registry("own", "registry.contoso.com"), mirrored("registry.contoso.com/mirror"), devicePlugin],
        satisfies: [registry("own", "registry.contoso.com"), mirrored("mirror.contoso.com/mirror"), devicePlugin],
        at: "mirror.images",
    },
    "mirror/routed-egress": {
        breaks: [appliance, devicePlugin],
        satisfies: [appliance, devicePlugin, mirrored("contoso.azurecr.io/mirror")],
        at: "gpuSoftware.kind",
    },
} satisfies RuleCases;

/** Rules of services, and of the platforms that use them. */
export const PLATFORM_CASES = {
    ...WAY_IN_CASES,
    ...SIGN_IN_CASES,
    ...STORE_CASES,
    ...OBSERVING_CASES,
    ...MIRROR_CASES,
    ...SECTION_CASES,
};
