import { setTimeout as sleep } from "node:timers/promises";
import { definitionFacts, definitionsOfRelease } from "../../rehearsal/kubernetes/definitions/facts";
import { definitionsOfManifests, definitionsOfPart } from "../../rehearsal/kubernetes/definitions/installers";
import { resourcePath } from "../../rehearsal/kubernetes/definitions/status/scripts";
import type { Properties } from "../../rehearsal/provider/values";
import { DEFINITIONS, type ScriptedCluster, startScriptedCluster } from "../support/scripted-cluster";

const KUSTOMIZATIONS = "kustomize.toolkit.fluxcd.io/v1/kustomizations";
const MINUTES = 60_000;

let cluster: ScriptedCluster;

beforeAll(async () => {
    const facts = [
        ...definitionsOfPart("flux-extension"),
        ...definitionsOfRelease("cert-manager-1.21.1"),
        ...definitionsOfRelease("external-secrets-2.9.0"),
        definitionFacts("kubeflow-26.03", "profiles.kubeflow.org"),
        definitionFacts("cloudnative-pg-1.30.0", "clusters.postgresql.cnpg.io"),
    ];
    cluster = await startScriptedCluster(facts, ({ metadata }) => (metadata as Properties)["name"] === "told-not-to");
}, 10 * MINUTES);

afterAll(async () => cluster.stop());

describe("custom resources in a cluster", () => {
    it(
        "become ready in the order in which they need each other, and make what belongs to them",
        async () => {
            await cluster.createAll(`
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: portal, namespace: default }
spec: { secretName: portal-tls, dnsNames: [portal.example.com], issuerRef: { name: own } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database, namespace: default }
spec: { secretStoreRef: { name: vault, kind: ClusterSecretStore }, data: [{ secretKey: password, remoteRef: { key: p } }] }
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db, namespace: default }
spec: { instances: 1, storage: { size: 1Gi } }
---
apiVersion: kubeflow.org/v1
kind: Profile
metadata: { name: ada }
spec: { owner: { kind: User, name: ada@example.com }, resourceQuotaSpec: { hard: { requests.nvidia.com/gpu: "2" } } }
`);
            const waiting = 'waits for issuers "default/own", which does not exist';
            await cluster.until("the certificate says what it waits for", async () => {
                const conditions = await cluster.conditions("cert-manager.io/v1/certificates", "default", "portal");
                return conditions.some(({ type, status, message }) => type === "Ready" && status === "False" && message === waiting);
            });
            await cluster.createAll(`
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: own, namespace: default }
spec: { selfSigned: {} }
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
spec: { provider: { azurekv: { vaultUrl: "https://vault.vault.azure.net", authType: WorkloadIdentity } } }
`);
            await cluster.untilReady("cert-manager.io/v1/certificates", "default", "portal");
            await cluster.untilReady("external-secrets.io/v1/externalsecrets", "default", "database");
            await cluster.untilReady("postgresql.cnpg.io/v1/clusters", "default", "db");
            expect(await cluster.read("v1/secrets", "default", "portal-tls")).toMatchObject({ type: "kubernetes.io/tls" });
            expect(await cluster.read("v1/secrets", "default", "database")).toMatchObject({
                data: { password: expect.stringMatching(/=$/) as string },
                metadata: { ownerReferences: [{ kind: "ExternalSecret", name: "database", controller: true }] },
            });
            expect(await cluster.read("v1/secrets", "default", "db-app")).toMatchObject({ type: "kubernetes.io/basic-auth" });
            expect(await cluster.read("v1/services", "default", "db-rw")).toMatchObject({ spec: { ports: [{ port: 5432 }] } });
            await cluster.until(
                "the profile has its quota",
                async () => (await cluster.read("v1/resourcequotas", "ada", "kf-resource-quota")) !== undefined,
            );
            expect(await cluster.read("rbac.authorization.k8s.io/v1/rolebindings", "ada", "namespaceAdmin")).toMatchObject({
                subjects: [{ kind: "User", name: "ada@example.com" }],
            });
        },
        5 * MINUTES,
    );

    it(
        "never become ready when an annotation or the rehearsal's faults say so",
        async () => {
            await cluster.createAll(`
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: annotated, namespace: default, annotations: { ml-platform.dev/rehearsal: never-ready } }
spec: { selfSigned: {} }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: told-not-to, namespace: default }
spec: { selfSigned: {} }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: beside-them, namespace: default }
spec: { selfSigned: {} }
`);
            await cluster.untilReady("cert-manager.io/v1/issuers", "default", "beside-them");
            await sleep(4000);
            for (const name of ["annotated", "told-not-to"]) {
                expect(await cluster.conditions("cert-manager.io/v1/issuers", "default", name)).toMatchObject([
                    { type: "Ready", status: "False", message: "the rehearsal was told that this never becomes ready" },
                ]);
            }
        },
        5 * MINUTES,
    );

    it(
        "that Flux applies bring their definitions, and take them along when they go",
        async () => {
            await cluster.createAll(`
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: sign-on, namespace: default }
spec: { interval: 10m, prune: true, path: ./kubernetes, sourceRef: { kind: GitRepository, name: keycloak } }
`);
            await cluster.create("source.toolkit.fluxcd.io/v1/gitrepositories", {
                apiVersion: "source.toolkit.fluxcd.io/v1",
                kind: "GitRepository",
                metadata: { name: "keycloak", namespace: "default" },
                spec: { interval: "10m", url: "https://github.com/keycloak/keycloak-k8s-resources", ref: { tag: "26.6.3" } },
            });
            await cluster.untilReady(KUSTOMIZATIONS, "default", "sign-on");
            const brought = definitionsOfManifests("https://github.com/keycloak/keycloak-k8s-resources", "kubernetes").map(
                ({ name }) => name,
            );
            expect(brought).toEqual(["keycloakrealmimports.k8s.keycloak.org", "keycloaks.k8s.keycloak.org"]);
            for (const name of brought) {
                expect(await cluster.read(DEFINITIONS, undefined, name)).toMatchObject({
                    metadata: {
                        labels: { "kustomize.toolkit.fluxcd.io/name": "sign-on", "kustomize.toolkit.fluxcd.io/namespace": "default" },
                    },
                });
            }
            expect((await cluster.read(KUSTOMIZATIONS, "default", "sign-on"))?.["status"]).toMatchObject({ lastAppliedRevision: "26.6.3" });
            await cluster.client.send({ method: "DELETE", path: resourcePath(KUSTOMIZATIONS, "default", "sign-on") });
            await cluster.until(
                "the kustomization is gone",
                async () => (await cluster.read(KUSTOMIZATIONS, "default", "sign-on")) === undefined,
            );
            for (const name of brought) {
                await cluster.until(`${name} is gone`, async () => (await cluster.read(DEFINITIONS, undefined, name)) === undefined);
            }
        },
        5 * MINUTES,
    );

    it(
        "go with what they made when they are deleted",
        async () => {
            await cluster.client.send({ method: "DELETE", path: resourcePath("kubeflow.org/v1/profiles", undefined, "ada") });
            await cluster.client.send({ method: "DELETE", path: resourcePath("postgresql.cnpg.io/v1/clusters", "default", "db") });
            await cluster.until(
                "the cluster's Secret is gone",
                async () => (await cluster.read("v1/secrets", "default", "db-app")) === undefined,
            );
            await cluster.until(
                "the profile's namespace is gone",
                async () => (await cluster.read("v1/namespaces", undefined, "ada")) === undefined,
            );
        },
        5 * MINUTES,
    );

    it("cost the API server nothing that it refuses", () => {
        expect(cluster.refusals).toEqual([]);
    });
});
