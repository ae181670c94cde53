import type { MinioGatewayArgs } from "../../components";
import { named, record, type Recording, type Registration, roots, urns, valueOf } from "../support/mocks";
import { authority, build, DIES_WITH, type Json, LABELS, NEW_FIRST } from "../support/s3/planned";

const ofType = (recording: Recording<unknown>, end: string): Registration[] =>
    recording.resources.filter(({ type }) => type.endsWith(end)).sort((a, b) => (a.name < b.name ? -1 : 1));

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
