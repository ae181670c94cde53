import * as pulumi from "@pulumi/pulumi";
import type { StudioGoRunnerArgs } from "../../components";
import { named, record, roots, urns, valueOf } from "../support/mocks";
import { build, deployment, gpu, runner, secretHandle, spot, storage } from "../support/runners";

describe("StudioGoRunner", () => {
    it("S1-14 S1-21 makes one Deployment for each worker, on its pool, asking for what the pool offers", async () => {
        const recording = await record(() => build());
        const pods = ["small", "mig"].map((worker) => deployment(recording, worker).template.spec);
        expect(pods.map(({ nodeSelector, tolerations }) => [nodeSelector, tolerations])).toEqual([
            [{ "ml-platform/pool": "t4", "kubernetes.io/os": "linux" }, [gpu, spot]],
            [{ "ml-platform/pool": "a100", "kubernetes.io/os": "linux" }, [gpu]],
        ]);
        const small = { cpu: "3500m", memory: "20480Mi", "ephemeral-storage": "111Gi", "nvidia.com/gpu": "1" };
        const mig = { cpu: "8000m", memory: "61440Mi", "ephemeral-storage": "71Gi", "nvidia.com/mig-1g.10gb": "2" };
        expect(pods.map(({ containers }) => containers[0].resources)).toEqual([
            { requests: small, limits: small },
            { requests: mig, limits: mig },
        ]);
        expect(pods[1]?.volumes.slice(0, 2)).toEqual([
            { name: "work", emptyDir: { sizeLimit: "40Gi" } },
            { name: "cache", emptyDir: { sizeLimit: "11Gi" } },
        ]);
        expect(["small", "mig"].map((worker) => deployment(recording, worker).replicas)).toEqual([3, 1]);
    });

    it("makes these objects and no others, all of which die with the cluster", async () => {
        const recording = await record(() => build());
        const made = recording.resources.filter(({ custom }) => custom);
        expect(made.map(({ type, name }) => `${name} ${type.split(":").at(-1) ?? ""}`).sort()).toEqual([
            "runner-account ServiceAccount",
            "runner-message-key-key-secret Secret",
            "runner-message-key-pair PrivateKey",
            "runner-message-key-passphrase RandomPassword",
            "runner-message-key-passphrase-secret Secret",
            "runner-mig-deployment Deployment",
            "runner-mig-disruption-budget PodDisruptionBudget",
            "runner-role Role",
            "runner-role-binding RoleBinding",
            "runner-small-deployment Deployment",
            "runner-small-disruption-budget PodDisruptionBudget",
            "runner-state ConfigMap",
            "runner-trust ConfigMap",
        ]);
        const inCluster = made.filter(({ type }) => type.startsWith("kubernetes:"));
        expect(inCluster.map(({ options }) => options)).toEqual(
            inCluster.map(() => ({ deletedWith: "runner-cluster", replaceWith: ["runner-cluster"], deleteBeforeReplace: true })),
        );
        expect(roots(recording)).toEqual(["runner-cluster", "runner"]);
    });

    it("S1-23 may read the ConfigMaps of its namespace, by their right name, and nothing else", async () => {
        const recording = await record(() => build());
        expect(named(recording, "runner-role").inputs["rules"]).toEqual([
            { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
        ]);
        expect(named(recording, "runner-role-binding").inputs).toMatchObject({
            subjects: [{ kind: "ServiceAccount", name: "studio-go-runner", namespace: "studioml" }],
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "studio-go-runner" },
        });
        expect(recording.resources.map(({ type }) => type).filter((type) => type.includes("ClusterRole"))).toEqual([]);
    });

    it("S1-13 S1-16 takes broker and keys from Secrets by their names: no password is in a pod", async () => {
        const recording = await record(() => build({ storage: storage(), runner: { ...runner, bucket: "experiments" } }));
        const { env } = deployment(recording, "small").template.spec.containers[0];
        const references = env.flatMap(({ name, valueFrom }) => (valueFrom === undefined ? [] : [[name, valueFrom]]));
        expect(Object.fromEntries(references)).toEqual({
            AMQP_URL: { secretKeyRef: { name: "rabbitmq-credentials", key: "url" } },
            AMQP_MGT_URL: { secretKeyRef: { name: "rabbitmq-credentials", key: "management-url" } },
            AWS_ACCESS_KEY_ID: { secretKeyRef: { name: "s3-experiments", key: "access-key" } },
            AWS_SECRET_ACCESS_KEY: { secretKeyRef: { name: "s3-experiments", key: "secret-key" } },
        });
        expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toMatchObject({
            K8S_NAMESPACE: "studioml",
            AWS_ENDPOINT_URL_S3: "https://minio.studioml.svc:9000",
            AWS_CA_BUNDLE: "/etc/studioml/trust/ca.crt",
        });
        // One authority signed for both, so it is trusted once.
        expect(named(recording, "runner-trust").inputs["data"]).toEqual({ "ca.crt": "PLATFORM\n" });
        expect(JSON.stringify(recording.resources)).not.toMatch(/PRIVATE KEY|password of|authority's key/);
    });

    it("S1-23 makes the two Secrets that upstream names, whose contents are secret, and hands out the public half", async () => {
        const recording = await record(() => build());
        const secrets = recording.resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
        expect(secrets.map(({ inputs }) => [(inputs["metadata"] as { name: string }).name, inputs["stringData"]]).sort()).toEqual([
            ["studioml-runner-key-secret", "[secret]"],
            ["studioml-runner-passphrase-secret", "[secret]"],
        ]);
        expect(named(recording, "runner-message-key-pair").inputs).toMatchObject({ algorithm: "RSA", rsaBits: 4096 });
        const key = await valueOf(recording.result.publicKeyPem ?? pulumi.output(""));
        expect(key).toEqual({ value: expect.stringMatching(/^-----BEGIN RSA PUBLIC KEY-----/) as string, secret: false });
        const without = await record(() => build({ runner: { ...runner, messageEncryption: false } }));
        expect(without.resources.filter(({ type }) => type.includes("Secret") || type.startsWith("tls:"))).toEqual([]);
        expect(without.result.publicKeyPem).toBeUndefined();
    });

    it("S1-16 S1-23 other contents of a Secret are another version in the pods, so that a rotation reaches them", async () => {
        const annotations = async (changes: Partial<StudioGoRunnerArgs>): Promise<Record<string, string>> =>
            deployment(await record(() => build(changes)), "small").template.metadata.annotations;
        const before = await annotations({});
        expect(before).toMatchObject({
            "prometheus.io/scrape": "true",
            "prometheus.io/port": "9090",
            "ml-platform/queue-version": "q1",
            "ml-platform/message-key-version": expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        });
        const rotated = { queue: { credentials: secretHandle("rabbitmq-credentials", "q2") } };
        expect((await annotations(rotated))["ml-platform/queue-version"]).toBe("q2");
        const renewed = await annotations({ runner: { ...runner, messageKeyGeneration: 2 } });
        expect(renewed["ml-platform/message-key-version"]).not.toBe(before["ml-platform/message-key-version"]);
        const repeated = await record(() => build({ runner: { ...runner, messageKeyGeneration: 2 } }));
        expect(named(repeated, "runner-message-key-pair").options.replacementTrigger).toBe(2);
    });

    it("S1-22 keeps the state in the ConfigMap that runners watch, and pods that must go let their experiment end", async () => {
        const recording = await record(() => build({ runner: { ...runner, state: "DrainAndSuspend", graceMinutes: 45 } }));
        expect(named(recording, "runner-state").inputs).toMatchObject({
            metadata: { name: "studioml-go-runner", namespace: "studioml" },
            data: { STATE: "DrainAndSuspend" },
        });
        expect(deployment(recording, "small").template.spec).toMatchObject({
            terminationGracePeriodSeconds: 2700,
            containers: [{ lifecycle: { preStop: { exec: { command: ["/bin/bash", "-c", expect.any(String) as string] } } } }],
        });
        expect(named(recording, "runner-small-disruption-budget").inputs["spec"]).toMatchObject({ maxUnavailable: 1 });
    });

    it("runs no pods while the environment is idle, and changes nothing else", async () => {
        const [busy, idle] = [await record(() => build()), await record(() => build({ idle: true }))];
        const replicas = (recording: typeof busy): number[] => ["small", "mig"].map((worker) => deployment(recording, worker).replicas);
        expect([replicas(busy), replicas(idle)]).toEqual([
            [3, 1],
            [0, 0],
        ]);
        expect(urns(idle)).toEqual(urns(busy));
    });

    it("gives an experiment no more of root than it needs, and keeps the pods within the baseline", async () => {
        const recording = await record(() => build());
        expect(deployment(recording, "small").template.spec.containers[0].securityContext).toEqual({
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"], add: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID"] },
        });
        expect(deployment(recording, "small").template.spec).toMatchObject({
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            serviceAccountName: "studio-go-runner",
        });
    });

    it("has the labels and the Secret for images that it is given", async () => {
        const podLabels = { "ml-platform/queue-client": "rabbitmq" };
        const { template } = deployment(await record(() => build({ podLabels, imagePullSecret: "image-registries" })), "small");
        expect(template.metadata.labels).toMatchObject({ ...podLabels, "ml-platform/worker": "small" });
        expect(template.spec).toMatchObject({ imagePullSecrets: [{ name: "image-registries" }] });
    });

    it("S1-21 registers nothing for a worker that fits on no node of its pool, and names the numbers", async () => {
        const refused = await record(() => {
            try {
                build({
                    runner: {
                        ...runner,
                        workers: { large: { pool: "t4", cpus: 5, memoryGiB: 40 }, lost: { pool: "v100", cpus: 1, memoryGiB: 1 } },
                    },
                });
            } catch (error) {
                return (error as Error).message;
            }
            return "";
        });
        expect(refused.result).toContain("a node of the pool t4 (Standard_NC4as_T4_v3) has 3.5 vCPUs for pods, and a runner asks for 5");
        expect(refused.result).toContain("runner.workers.large.memoryGiB");
        expect(refused.result).toContain("runner.workers.lost.pool");
        expect(refused.resources.map(({ name }) => name)).toEqual(["runner-cluster", "runner"]);
    });

    it("plans in a preview what it makes, and two of them do not collide", async () => {
        expect(urns(await record(() => build(), { preview: true }))).toEqual(urns(await record(() => build())));
        const two = await record(() => [build({}, "a"), build({}, "b")]);
        expect(new Set(urns(two)).size).toBe(two.resources.length);
    });
});
