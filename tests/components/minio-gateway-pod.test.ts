import * as pulumi from "@pulumi/pulumi";
import type { MinioGatewayArgs } from "../../components";
import { named, record, valueOf } from "../support/mocks";
import { identityHandle } from "../support/mocks-fixtures";
import { build, DIES_WITH, type Json, LABELS, OWNED, podOf } from "../support/s3/planned";

describe("the pods of MinioGateway", () => {
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
        expect(recording.resources.filter(({ type }) => type.startsWith("tls:"))).toEqual([]);
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
});
