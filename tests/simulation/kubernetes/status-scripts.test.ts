import { needsOf } from "../../../rehearsal/kubernetes/definitions/status/next-status";
import type { Properties } from "../../../rehearsal/provider/values";
import { after, conditions, CREATED, object, READY, script, step } from "./status-objects";

describe("databases, brokers and sign-on", () => {
    it("a PostgreSQL cluster is healthy and has its Secret and Services, which go with it", () => {
        const cluster = object("postgresql.cnpg.io/v1", "Cluster", "db", {
            spec: { instances: 2, bootstrap: { initdb: { database: "keycloak", owner: "sso" } } },
        });
        const { status, makes } = step(cluster, 5);
        expect(status).toMatchObject({ phase: "Cluster in healthy state", instances: 2, readyInstances: 2, currentPrimary: "db-1" });
        expect(conditions(status)).toEqual(["Ready True ClusterIsReady"]);
        expect(makes.map(({ kind, metadata }) => [kind, (metadata as Properties)["name"]])).toEqual([
            ["Secret", "db-app"],
            ["Service", "db-rw"],
            ["Service", "db-ro"],
            ["Service", "db-r"],
        ]);
        const [secret] = makes;
        const password = (secret?.["stringData"] as Properties)["password"] as string;
        expect(password).toMatch(/^[0-9a-f]{32}$/);
        expect(secret).toMatchObject({
            metadata: {
                ownerReferences: [{ apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", name: "db", uid: "uid-of-db", controller: true }],
            },
            stringData: {
                username: "sso",
                dbname: "keycloak",
                host: "db-rw",
                uri: `postgresql://sso:${password}@db-rw.team:5432/keycloak`,
            },
        });
        expect(
            step({ ...cluster, spec: { bootstrap: { initdb: { secret: { name: "mine" } } }, enableSuperuserAccess: true } }, 5).makes[0],
        ).toMatchObject({
            metadata: { name: "db-superuser" },
        });
    });

    it("S1-15 a broker has servers with disks, and is ready when each of them and its certificate is there", () => {
        const spec = {
            replicas: 3,
            service: { type: "ClusterIP" },
            tls: { secretName: "broker-tls", disableNonTLSListeners: true },
            persistence: { storage: "20Gi" },
            resources: { requests: { cpu: "250m", memory: "2Gi" } },
            tolerations: [{ key: "a", operator: "Exists" }],
        };
        const broker = object("rabbitmq.com/v1beta1", "RabbitmqCluster", "broker", { spec });
        expect(conditions(step(broker, 60).status)[0]).toBe(
            'AllReplicasReady False NotAllPodsReady waits for secrets "team/broker-tls", which does not exist',
        );
        const pod = (index: number): string => `/api/v1/namespaces/team/pods/broker-server-${index}`;
        const certificate = { "/api/v1/namespaces/team/secrets/broker-tls": {} };
        const two = { ...certificate, [pod(0)]: READY, [pod(1)]: READY };
        expect(conditions(step(broker, 60, two).status)[0]).toContain('waits for pods "team/broker-server-2", which does not exist');
        const { status, makes } = step(broker, 60, { ...two, [pod(2)]: READY });
        expect(conditions(status)).toEqual([
            "AllReplicasReady True AllPodsAreReady",
            "ClusterAvailable True AtLeastOneEndpointAvailable",
            "NoWarnings True NoWarnings",
            "ReconcileSuccess True Success",
        ]);
        expect(status).toMatchObject({
            observedGeneration: 1,
            defaultUser: { secretReference: { name: "broker-default-user", namespace: "team" } },
        });
        expect(makes.map(({ kind, metadata }) => [kind, (metadata as Properties)["name"]])).toEqual([
            ["Secret", "broker-default-user"],
            ["Service", "broker"],
            ["Service", "broker-nodes"],
            ["StatefulSet", "broker-server"],
        ]);
        expect(makes[1]).toMatchObject({ spec: { type: "ClusterIP", ports: [{ port: 5671 }, { port: 15671 }, { port: 15691 }] } });
        expect(makes[3]).toMatchObject({
            spec: {
                replicas: 3,
                template: { spec: { tolerations: spec.tolerations, containers: [{ resources: spec.resources }] } },
                volumeClaimTemplates: [{ spec: { resources: { requests: { storage: "20Gi" } } } }],
            },
        });
    });

    it("a broker without TLS has ports without it", () => {
        const broker = object("rabbitmq.com/v1beta1", "RabbitmqCluster", "broker", { spec: { service: { type: "LoadBalancer" } } });
        const { makes } = step(broker, 5);
        expect(makes[0]).toMatchObject({ kind: "Secret", stringData: { host: "broker.team.svc", port: "5672" } });
        expect(makes[1]).toMatchObject({
            kind: "Service",
            spec: { type: "LoadBalancer", ports: [{ port: 5672 }, { port: 15672 }, { port: 15692 }] },
        });
    });

    it("Keycloak waits for the Secrets of its database, and a realm for Keycloak", () => {
        const keycloak = object("k8s.keycloak.org/v2beta1", "Keycloak", "sso", {
            spec: { db: { usernameSecret: { name: "db-app" }, passwordSecret: { name: "db-app" } }, http: { httpEnabled: true } },
        });
        expect(conditions(step(keycloak, 60).status)[0]).toBe('Ready False waits for secrets "team/db-app", which does not exist');
        const started = step(keycloak, 60, { "/api/v1/namespaces/team/secrets/db-app": {} });
        expect(conditions(started.status)[0]).toBe("Ready True");
        expect(started.makes.map(({ kind, spec }) => [kind, spec])).toEqual([
            ["Secret", undefined],
            [
                "Service",
                expect.objectContaining({
                    ports: [
                        { name: "http", port: 8080 },
                        { name: "management", port: 9000 },
                    ],
                }),
            ],
        ]);
        const realm = object("k8s.keycloak.org/v2beta1", "KeycloakRealmImport", "ml", { spec: { keycloakCRName: "sso" } });
        expect(conditions(step(realm, 60, { "/apis/k8s.keycloak.org/v2beta1/namespaces/team/keycloaks/sso": READY }).status)).toEqual([
            "Started False",
            "Done True",
            "HasErrors False",
        ]);
    });

    it("an external secret makes a Secret with the keys that it names", () => {
        const external = object("external-secrets.io/v1", "ExternalSecret", "database", {
            spec: {
                secretStoreRef: { name: "vault", kind: "ClusterSecretStore" },
                target: { creationPolicy: "Owner" },
                data: [{ secretKey: "user" }, { secretKey: "password" }],
            },
        });
        const { status, makes } = step(external, 5, { "/apis/external-secrets.io/v1/clustersecretstores/vault": READY });
        expect(conditions(status)).toEqual(["Ready True SecretSynced"]);
        expect(makes).toHaveLength(1);
        expect(makes[0]).toMatchObject({
            kind: "Secret",
            type: "Opaque",
            metadata: { name: "database", ownerReferences: [{ kind: "ExternalSecret" }] },
        });
        expect(Object.keys(makes[0]?.["stringData"] as Properties)).toEqual(["user", "password"]);
    });
});

describe("gateways and routes", () => {
    it("a gateway is programmed with each of its listeners, and a route is accepted by each of its parents", () => {
        const gateway = object("gateway.networking.k8s.io/v1", "Gateway", "public", {
            spec: { listeners: [{ name: "http" }, { name: "https" }] },
        });
        const { status } = step(gateway, 5);
        expect(conditions(status)).toEqual(["Accepted True Accepted", "Programmed True Programmed"]);
        expect((status?.["listeners"] as Properties[]).map(({ name, conditions: list }) => [name, (list as Properties[]).length])).toEqual([
            ["http", 3],
            ["https", 3],
        ]);
        const route = object("gateway.networking.k8s.io/v1beta1", "HTTPRoute", "portal", {
            spec: {
                parentRefs: [
                    { name: "public", namespace: "ingress" },
                    { kind: "Service", name: "mesh" },
                ],
            },
        });
        expect(needsOf(script(route), route).map(({ reference }) => reference)).toEqual([
            { resource: "gateway.networking.k8s.io/v1/gateways", namespace: "ingress", name: "public" },
        ]);
        expect(step(route, 5).status).toEqual({ parents: [] });
        const programmed = { status: { conditions: [{ type: "Programmed", status: "True" }] } };
        const accepted = step(route, 5, { "/apis/gateway.networking.k8s.io/v1/namespaces/ingress/gateways/public": programmed });
        expect((accepted.status?.["parents"] as Properties[]).map(({ parentRef }) => parentRef)).toEqual([
            { name: "public", namespace: "ingress" },
            { kind: "Service", name: "mesh" },
        ]);
    });
});

describe("what Flux applies", () => {
    const kustomization = object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "notebooks", {
        spec: {
            path: "./applications/jupyter/notebook-controller/upstream",
            sourceRef: { kind: "GitRepository", name: "kubeflow" },
            dependsOn: [{ name: "istio" }],
        },
    });
    const source = {
        ...READY,
        spec: { url: "https://github.com/kubeflow/community-distribution" },
        status: { ...READY.status, artifact: { revision: "26.03" } },
    };
    const SOURCE = "/apis/source.toolkit.fluxcd.io/v1/namespaces/team/gitrepositories/kubeflow";
    const ISTIO = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/team/kustomizations/istio";

    it("waits for its source and for what it depends on, then installs definitions", () => {
        expect(conditions(step(kustomization, 60).status)[0]).toContain('waits for gitrepositories "team/kubeflow", which does not exist');
        const waiting = step(kustomization, 60, { [SOURCE]: source });
        expect(conditions(waiting.status)[0]).toContain('waits for kustomizations "team/istio", which does not exist');
        expect(waiting.definitions).toBeUndefined();
        const { status, definitions } = step(kustomization, 60, { [SOURCE]: source, [ISTIO]: READY });
        expect(conditions(status)).toEqual(["Ready True ReconciliationSucceeded"]);
        expect(status).toMatchObject({ observedGeneration: 1, lastAppliedRevision: "26.03" });
        expect(definitions).toEqual({
            repository: "https://github.com/kubeflow/community-distribution",
            path: "./applications/jupyter/notebook-controller/upstream",
        });
    });

    it("is applied anew when its source has another revision", () => {
        const ready = after(kustomization, step(kustomization, 60, { [SOURCE]: source, [ISTIO]: READY }));
        expect(step(ready, 90, { [SOURCE]: source }).isSettled).toBe(true);
        const moved = { ...source, status: { ...source.status, artifact: { revision: "26.03.1" } } };
        expect(step(ready, 90, { [SOURCE]: moved, [ISTIO]: READY }).status).toMatchObject({ lastAppliedRevision: "26.03.1" });
    });
});

describe("notebooks and profiles", () => {
    const notebook = object("kubeflow.org/v1", "Notebook", "research", { spec: { template: { spec: { containers: [{ name: "n" }] } } } });

    it("a notebook makes a pod at once, and runs when the pod does", () => {
        const { status, makes } = step(notebook, 0);
        expect(status).toEqual({ readyReplicas: 0, conditions: [] });
        expect(makes.map(({ kind }) => kind)).toEqual(["StatefulSet", "Service"]);
        expect(makes[0]).toMatchObject({ spec: { replicas: 1, template: { spec: { containers: [{ name: "n" }] } } } });
        const running = step(notebook, 0, { "/api/v1/namespaces/team/pods/research-0": READY });
        expect(running.status).toMatchObject({ readyReplicas: 1, containerState: { running: { startedAt: CREATED } } });
    });

    it("a profile makes its namespace first, and a quota when it has one", () => {
        const profile = (spec: Properties) => object("kubeflow.org/v1beta1", "Profile", "ada", { spec, metadata: { namespace: "" } });
        const owner = { kind: "User", name: "ada@example.com" };
        const { makes, status, isSettled } = step(profile({ owner }), 0);
        expect([makes.map(({ kind }) => kind), status, isSettled]).toEqual([
            ["Namespace", "ServiceAccount", "ServiceAccount", "RoleBinding", "RoleBinding", "RoleBinding"],
            undefined,
            true,
        ]);
        const hard = { "requests.nvidia.com/gpu": "2" };
        expect(step(profile({ owner, resourceQuotaSpec: { hard } }), 0).makes.at(-1)).toMatchObject({
            kind: "ResourceQuota",
            spec: { hard },
        });
    });
});
