import * as pulumi from "@pulumi/pulumi";
import { type CertificateAuthorityHandle, MinioGateway, type MinioGatewayArgs, type ObjectStoreHandle } from "../../components";
import { s3RotationRules } from "../../components/minio-gateway/rules";
import { bucketMetadata, usersFile } from "../../components/minio-gateway/values";
import { named, record, type Recording, type Registration, roots, urns, valueOf } from "../support/mocks";
import { brief, clusterHandle, identityHandle } from "../support/mocks-fixtures";

const store = (...buckets: string[]): ObjectStoreHandle => ({
    accountId: pulumi.output("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stmlp"),
    accountName: pulumi.output("stmlp"),
    buckets: Object.fromEntries(buckets.map((bucket) => [bucket, pulumi.output(bucket)])),
});
const authority: CertificateAuthorityHandle = {
    certificatePem: pulumi.output("CA"),
    privateKeyPem: pulumi.secret("CA KEY"),
};

const build = (changes: Partial<MinioGatewayArgs> = {}, name = "s3"): MinioGateway =>
    new MinioGateway(name, {
        cluster: clusterHandle({}, `${name}-aks`),
        store: store("artifacts", "data"),
        identity: {
            principalId: pulumi.output("p"),
            clientId: pulumi.output("c"),
            resourceId: pulumi.output("r"),
            namespace: pulumi.output("studioml"),
            serviceAccountName: pulumi.output("minio"),
        },
        gateway: { kind: "s3" },
        certificateAuthority: authority,
        ...changes,
    });

const DIES_WITH = { deletedWith: "s3-aks", replaceWith: ["s3-aks"], deleteBeforeReplace: true };
const NEW_FIRST = { deletedWith: "s3-aks", replaceWith: ["s3-aks"] };
const LABELS = { "app.kubernetes.io/name": "minio", "app.kubernetes.io/component": "s3-gateway" };
const OWNED = { ...LABELS, "app.kubernetes.io/managed-by": "pulumi" };

type Json = Record<string, unknown>;

/** The pod's specification, and its containers by name. */
function podOf(recording: Recording<unknown>): { template: Json; pod: Json; containers: Record<string, Json> } {
    const { template } = named(recording, "s3-deployment").inputs["spec"] as { template: { spec: Json } };
    const list = template.spec["containers"] as (Json & { name: string })[];
    return { template: { ...template }, pod: template.spec, containers: Object.fromEntries(list.map((one) => [one.name, one])) };
}

const ofType = (recording: Recording<unknown>, end: string): Registration[] =>
    recording.resources.filter(({ type }) => type.endsWith(end)).sort((a, b) => (a.name < b.name ? -1 : 1));

describe("who may use a bucket", () => {
    const read = (text: string | undefined): unknown => JSON.parse(Buffer.from(text ?? "", "base64").toString("utf8"));

    it("S1-17 S1-18 is one user, who may read and write its objects and neither share it nor take it away", () => {
        const { acl, policy, ...rest } = bucketMetadata("artifacts");
        expect(rest).toEqual({});
        expect(read(acl)).toEqual({ Owner: "artifacts", Grantees: [] });
        expect(read(policy)).toEqual({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { AWS: ["artifacts"] },
                    Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                    Resource: "arn:aws:s3:::artifacts",
                },
                {
                    Effect: "Allow",
                    Principal: { AWS: ["artifacts"] },
                    Action: [
                        "s3:AbortMultipartUpload",
                        "s3:DeleteObject",
                        "s3:DeleteObjectTagging",
                        "s3:GetObject",
                        "s3:GetObjectAttributes",
                        "s3:GetObjectTagging",
                        "s3:ListMultipartUploadParts",
                        "s3:PutObject",
                        "s3:PutObjectTagging",
                    ],
                    Resource: "arn:aws:s3:::artifacts/*",
                },
            ],
        });
    });

    it("S1-17 is written to the gateway's file, in whatever order the buckets come", () => {
        expect(usersFile({ b: "2", a: "1" })).toBe(usersFile({ a: "1", b: "2" }));
        expect(JSON.parse(usersFile({ data: "key" }))).toEqual({
            accessAccounts: { data: { access: "data", secret: "key", role: "user", userID: 0, groupID: 0, projectID: 0 } },
        });
    });

    it("S1-17 has credentials whose generations are whole numbers, of buckets that there are", () => {
        expect(brief(s3RotationRules({ root: 2, buckets: { data: 1 } }, ["data"]))).toEqual([]);
        expect(brief(s3RotationRules({ root: 0, buckets: { data: 1.5, date: 2 } }, ["data"]))).toEqual([
            "error s3-gateway/rotation-number @ root",
            "error s3-gateway/rotation-number @ buckets.data",
            "error s3-gateway/rotation-bucket @ buckets.date",
        ]);
    });
});

describe("MinioGateway", () => {
    it("S1-17 makes a workload with its certificate and keys, all of which die with the cluster", async () => {
        const recording = await record(() => build());
        const made = [...recording.resources].sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(made.map(({ type, name, parent, options }) => [type.split(":").at(-1), name, parent, options])).toEqual([
            ["MinioGateway", "s3", undefined, {}],
            ["Cluster", "s3-aks", undefined, {}],
            ["Deployment", "s3-deployment", "s3", DIES_WITH],
            ["PodDisruptionBudget", "s3-disruption-budget", "s3", DIES_WITH],
            ["Service", "s3-service", "s3", DIES_WITH],
            ["GatewayCertificate", "s3-tls", "s3", {}],
            ["LocallySignedCert", "s3-tls-certificate", "s3-tls", {}],
            ["PrivateKey", "s3-tls-key", "s3-tls", {}],
            ["CertRequest", "s3-tls-request", "s3-tls", {}],
            ["Secret", "s3-tls-secret", "s3-tls", NEW_FIRST],
            ["NetworkPolicy", "s3-traffic", "s3", DIES_WITH],
            ["S3Credentials", "s3-users", "s3", {}],
            ["Secret", "s3-users-bucket-artifacts-credentials", "s3-users", NEW_FIRST],
            ["RandomPassword", "s3-users-bucket-artifacts-key", "s3-users", {}],
            ["Secret", "s3-users-bucket-data-credentials", "s3-users", NEW_FIRST],
            ["RandomPassword", "s3-users-bucket-data-key", "s3-users", {}],
            ["Secret", "s3-users-root-credentials", "s3-users", NEW_FIRST],
            ["RandomPassword", "s3-users-root-key", "s3-users", {}],
            ["Secret", "s3-users-users", "s3-users", NEW_FIRST],
        ]);
        expect(roots(recording).sort()).toEqual(["s3", "s3-aks"]);
    });

    it("S1-17 B9 has no key of the storage account, and no key but by reference to a Secret", async () => {
        const { containers } = podOf(await record(() => build()));
        const root = (key: string): Json => ({
            secretKeyRef: { name: expect.stringMatching(/^s3-users-root-credentials-/) as string, key },
        });
        expect(containers["gateway"]?.["env"]).toEqual([
            { name: "AZ_ACCOUNT_NAME", value: "stmlp" },
            { name: "ADMIN_ENDPOINT_URL", value: "http://127.0.0.1:7071" },
            { name: "ADMIN_REGION", value: "us-east-1" },
            { name: "AZURE_TOKEN_CREDENTIALS", value: "WorkloadIdentityCredential" },
            { name: "ROOT_ACCESS_KEY_ID", valueFrom: root("access-key") },
            { name: "ROOT_SECRET_ACCESS_KEY", valueFrom: root("secret-key") },
            { name: "ADMIN_ACCESS_KEY_ID", valueFrom: root("access-key") },
            { name: "ADMIN_SECRET_ACCESS_KEY", valueFrom: root("secret-key") },
        ]);
        expect(JSON.stringify(containers)).not.toMatch(/AZ_ACCESS_KEY|AZ_SAS_TOKEN/);
    });

    it("S1-17 B9 speaks HTTPS on 9000, administers itself on loopback, and is ready once a signed request went through", async () => {
        const { containers } = podOf(await record(() => build()));
        expect(containers["gateway"]?.["args"]).toEqual([
            ...["--port", ":9000", "--admin-port", "127.0.0.1:7071", "--health", "/healthz", "--region", "us-east-1"],
            ...["--iam-dir", "/etc/versitygw/iam", "--cert", "/etc/versitygw/tls/tls.crt", "--key", "/etc/versitygw/tls/tls.key"],
            ...["--metrics-service-name", "s3", "--metrics-statsd-servers", "127.0.0.1:8125", "azure"],
        ]);
        expect(containers["gateway"]).toMatchObject({
            image: expect.stringMatching(/^ghcr\.io\/versity\/versitygw:v1\.8\.0@sha256:[0-9a-f]{64}$/) as string,
            ports: [{ name: "s3", containerPort: 9000, protocol: "TCP" }],
            livenessProbe: { httpGet: { path: "/healthz", port: "s3", scheme: "HTTPS" } },
            readinessProbe: { exec: { command: ["/usr/local/bin/versitygw", "admin", "list-buckets"] }, timeoutSeconds: 12 },
            resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "2", memory: "1Gi" } },
        });
    });

    it("S1-17 runs as nobody, on a read-only file system, without a token of the API server, and hands its metrics to Prometheus", async () => {
        const { template, pod, containers } = podOf(await record(() => build()));
        expect(template["metadata"]).toEqual({
            labels: { ...OWNED, "azure.workload.identity/use": "true" },
            annotations: {
                "prometheus.io/scrape": "true",
                "prometheus.io/port": "9102",
                "prometheus.io/path": "/metrics",
                "ml-platform/identity": "c",
            },
        });
        expect(pod).toMatchObject({
            serviceAccountName: "minio",
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
        });
        expect(Object.values(containers).map(({ securityContext }) => securityContext)).toEqual(
            Array(2).fill({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } }),
        );
        expect(containers["gateway"]?.["volumeMounts"]).toEqual([
            { name: "users", mountPath: "/etc/versitygw/iam", readOnly: true },
            { name: "tls", mountPath: "/etc/versitygw/tls", readOnly: true },
            { name: "scratch", mountPath: "/tmp" },
        ]);
        expect(containers["metrics"]).toMatchObject({
            image: expect.stringMatching(/^docker\.io\/prom\/statsd-exporter:v0\.29\.0@sha256:[0-9a-f]{64}$/) as string,
            args: ["--statsd.listen-udp=127.0.0.1:8125", "--statsd.listen-tcp=", "--web.listen-address=:9102"],
        });
    });

    it("S1-17 S1-21 has two instances on nodes without GPUs, apart from each other, of which one goes at a time", async () => {
        const recording = await record(() => build());
        const { pod } = podOf(recording);
        expect([pod["nodeSelector"], pod["tolerations"]]).toEqual([
            { "kubernetes.azure.com/mode": "system" },
            [{ key: "CriticalAddonsOnly", operator: "Equal", value: "true", effect: "NoSchedule" }],
        ]);
        expect(pod["topologySpreadConstraints"]).toEqual(
            ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
                maxSkew: 1,
                topologyKey,
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: LABELS },
            })),
        );
        expect(named(recording, "s3-deployment").inputs["spec"]).toMatchObject({
            replicas: 2,
            strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        });
        expect(named(recording, "s3-disruption-budget").inputs["spec"]).toMatchObject({
            maxUnavailable: 1,
            selector: { matchLabels: LABELS },
        });
        const placement = { nodeSelector: { "ml-platform/pool": "web" }, tolerations: [] };
        const placed = podOf(await record(() => build({ placement, gateway: { kind: "s3", replicas: 3 } })));
        expect([placed.pod["nodeSelector"], placed.pod["tolerations"]]).toEqual([{ "ml-platform/pool": "web" }, []]);
    });

    it("S1-17 B9 is reached by its own namespace and by named clients, and reaches DNS and HTTPS", async () => {
        const clients = [{ namespace: "jobs", podLabels: { app: "trainer" } }, { namespace: "lab" }];
        const spec = named(await record(() => build({ clients, scrapers: ["monitoring"] })), "s3-traffic").inputs["spec"];
        const space = (name: string): Json => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } });
        expect(spec).toEqual({
            podSelector: { matchLabels: LABELS },
            policyTypes: ["Ingress", "Egress"],
            ingress: [
                {
                    from: [{ podSelector: {} }, { ...space("jobs"), podSelector: { matchLabels: { app: "trainer" } } }, space("lab")],
                    ports: [{ protocol: "TCP", port: 9000 }],
                },
                { from: [{ podSelector: {} }, space("monitoring")], ports: [{ protocol: "TCP", port: 9102 }] },
            ],
            egress: [
                {
                    to: [{ ...space("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
                    ports: [
                        { protocol: "UDP", port: 53 },
                        { protocol: "TCP", port: 53 },
                    ],
                },
                {
                    to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
                    ports: [{ protocol: "TCP", port: 443 }],
                },
            ],
        });
    });

    it("S1-17 has a certificate for the names of its Service, signed by the platform's authority", async () => {
        const recording = await record(() => build());
        expect(named(recording, "s3-tls-request").inputs).toEqual({
            privateKeyPem: "[secret]",
            subject: { commonName: "minio" },
            dnsNames: ["minio", "minio.studioml", "minio.studioml.svc", "minio.studioml.svc.cluster.local"],
        });
        expect(named(recording, "s3-tls-certificate").inputs).toMatchObject({
            caPrivateKeyPem: "[secret]",
            caCertPem: "CA",
            allowedUses: ["digital_signature", "server_auth"],
            validityPeriodHours: 8760,
            earlyRenewalHours: 1440,
        });
    });

    it("S1-16 S1-17 S1-18 B9 keeps every key in a Secret that is never changed, and in nothing else", async () => {
        const recording = await record(() => build());
        expect(ofType(recording, ":Secret").map(({ inputs }) => [inputs["immutable"], inputs["stringData"], inputs["type"]])).toEqual([
            [true, "[secret]", "kubernetes.io/tls"],
            ...Array<unknown>(4).fill([true, "[secret]", "Opaque"]),
        ]);
        expect(JSON.stringify(recording.resources)).not.toMatch(/password of|key of|CA KEY/);
        const { url, region, credentials, rootCredentials, certificateAuthority } = recording.result;
        expect([await valueOf(url), region]).toEqual([{ value: "https://minio.studioml.svc:9000", secret: false }, "us-east-1"]);
        expect(Object.keys(credentials)).toEqual(["artifacts", "data"]);
        expect(await valueOf(credentials["data"]?.name ?? url)).toEqual({
            value: expect.stringMatching(/^s3-users-bucket-data-credentials-/) as string,
            secret: false,
        });
        expect(await valueOf(rootCredentials.namespace)).toEqual({ value: "studioml", secret: false });
        expect(certificateAuthority).toBe(authority);
    });

    it("S1-17 makes one credential anew, and what holds it, when its generation changes", async () => {
        const versions = async (changes: Partial<MinioGatewayArgs>): Promise<unknown> => {
            const { result } = await record(() => build(changes));
            const handles = [result.rootCredentials, ...Object.values(result.credentials)];
            return Promise.all(handles.map(async ({ version }) => (await valueOf(version)).value));
        };
        const [root, artifacts, data] = (await versions({})) as string[];
        expect(new Set([root, artifacts, data]).size).toBe(3);
        expect(await versions({ rotation: { buckets: { data: 1 } } })).toEqual([root, artifacts, data]);
        const rotated = (await versions({ rotation: { buckets: { data: 2 } } })) as string[];
        expect([rotated.slice(0, 2), rotated[2] === data]).toEqual([[root, artifacts], false]);
        const keepers = ofType(await record(() => build({ rotation: { root: 3 } })), ":RandomPassword").map(
            ({ inputs }) => inputs["keepers"],
        );
        expect(keepers).toEqual([{ generation: "1" }, { generation: "1" }, { generation: "3" }]);
    });

    it("S1-17 makes its pods anew with another identity: by its replacement in the same stack, where previews do not know its id", async () => {
        const identity = (): MinioGatewayArgs["identity"] => ({
            ...identityHandle("objects"),
            namespace: pulumi.output("studioml"),
            serviceAccountName: pulumi.output("minio"),
        });
        const recording = await record(() => build({ identity: identity() }));
        expect(named(recording, "s3-deployment").options).toEqual({ ...DIES_WITH, replaceWith: ["s3-aks", "objects"] });
        expect(JSON.stringify(podOf(recording).template["metadata"])).not.toContain("ml-platform/identity");
    });

    it("S1-17 speaks HTTP where it is told so, and has no certificate then", async () => {
        const recording = await record(() => build({ gateway: { kind: "s3", tls: false } }));
        expect(await valueOf(recording.result.url)).toEqual({ value: "http://minio.studioml.svc:9000", secret: false });
        expect(recording.result.certificateAuthority).toBeUndefined();
        const { pod, containers } = podOf(recording);
        expect(JSON.stringify([pod["volumes"], containers["gateway"]?.["args"]])).not.toContain("tls");
        expect(ofType(recording, "Cert")).toEqual([]);
    });

    it("S1-10 S1-25 takes its images from a mirror by tag and digest", async () => {
        const { pod, containers } = podOf(
            await record(() => build({ mirror: { images: "contoso.azurecr.io/mirror" }, imagePullSecret: "pull" })),
        );
        expect(Object.values(containers).map(({ image }) => String(image).split("@")[0])).toEqual([
            "contoso.azurecr.io/mirror/ghcr.io/versity/versitygw:v1.8.0",
            "contoso.azurecr.io/mirror/docker.io/prom/statsd-exporter:v0.29.0",
        ]);
        expect(pod["imagePullSecrets"]).toEqual([{ name: "pull" }]);
    });

    it("registers nothing on a bad generation, the same in a preview, and two of them do not collide", async () => {
        const refused = await record(() => {
            expect(() => build({ rotation: { buckets: { date: 2 } } })).toThrow(
                "rotation.buckets.date: there is no such bucket; there are artifacts, data",
            );
        });
        expect(refused.resources.map(({ name }) => name)).toEqual(["s3-aks", "s3"]);
        expect(urns(await record(() => build(), { preview: true }))).toEqual(urns(await record(() => build())));
        expect(new Set(urns(await record(() => [build(), build({}, "other")]))).size).toBe(38);
    });
});
