import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { nameOf, Rehearsal } from "../support/rehearsal";
import { RunningGateway } from "../support/s3/gateway";
import { gatewayProgram, itWithGateway } from "../support/s3/gateway-program";
import { rehearsedEndpoint } from "../support/s3/rehearsed";
import { outcome, S3Stand, SERVICE } from "../support/s3/stand";

jest.setTimeout(900_000);

const STACK = "studioml";
const EXAMPLE = path.join(__dirname, "..", "..", "examples", "Pulumi.studioml.yaml");
const RUNNER = ["ml-platform:studioml", "runner"];
const DEPLOYMENTS = ["runner-large-deployment", "runner-small-deployment"];

/** The example as it is, on a real control plane, driven as a person would. Chapters, in order. */
describe("StudioML complete", () => {
    const rehearsal = new Rehearsal("real", { separately: false });
    const shown: string[] = [];
    afterAll(async () => {
        await rehearsal.run("stop");
        rehearsal.remove();
    });
    const edited = (...edits: Parameters<Rehearsal["edited"]>[1]): string => rehearsal.edited(STACK, edits, "examples");
    const up = async (config: string): Promise<string> => {
        const { output } = await rehearsal.ok("up", "--yes", "--skip-preview", "--keep-cluster", "-s", STACK, "--config-file", config);
        shown.push(output);
        return output;
    };
    /** What a change of the file changes, as `<operation> <name>`; then it is made, and nothing is left to change. */
    const change = async (config: string): Promise<string[]> => {
        const steps = await rehearsal.previewSteps(STACK, "--config-file", config);
        await up(config);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", STACK, "--config-file", config);
        const named = steps
            .filter(({ op }) => ["create", "update", "delete", "replace"].includes(op))
            .map((step) => `${step.op} ${nameOf(step)}`);
        return [...new Set(named)].sort();
    };

    it("S1-1 S1-18 S1-20 S1-26 stands from one file and one command, without a host to administer it or a package on a node", async () => {
        const output = await up(EXAMPLE);
        expect(output).toContain("https://minio.studioml.svc:9000");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", STACK, "--config-file", EXAMPLE);
        const types = (await rehearsal.state(STACK)).map(({ type }) => type);
        expect(types.filter((type) => /compute:|VirtualMachine|DaemonSet/.test(type))).toEqual([]);
    });

    it("S1-21 places every runner on the pool meant for it, and the report says so", async () => {
        const { stdout } = await rehearsal.ok("summary", "-s", STACK);
        expect(stdout).toMatch(/Deployment studioml\/studio-go-runner-large +1 nvidia\.com\/gpu +1 +a100d1 +aks-a100d1-\d+-vmss000000/);
        expect(stdout).toMatch(/Deployment studioml\/studio-go-runner-small +1 nvidia\.com\/gpu +1 +t4d1 +aks-t4d1-\d+-vmss00000\d/);
        expect(stdout).toMatch(/t4d1 +2 +2 +2 nvidia\.com\/gpu +2 nvidia\.com\/gpu +0\.00/);
    });

    it("S1-7 S1-13 S1-17 B8 B9 has no credential in clear text but in the Secrets meant for them: not in state, output or any other object", async () => {
        const { stdout } = await rehearsal.ok("stack", "export", "--show-secrets", "-s", STACK);
        const secrets = credentialsIn(stdout);
        expect(secrets.length).toBeGreaterThan(8);
        const kubectl = async (...args: string[]): Promise<string> => (await rehearsal.ok("-s", STACK, "kubectl", ...args)).stdout;
        const kinds = (await kubectl("api-resources", "--verbs", "list", "--output", "name")).trim().split("\n");
        expect(kinds).toEqual(expect.arrayContaining(["configmaps", "rabbitmqclusters.rabbitmq.com", "secrets"]));
        const others = kinds.filter((kind) => kind !== "secrets").join(",");
        const everywhere = ["--all-namespaces", "--output", "json"];
        const golden = path.join(__dirname, "..", "golden");
        const places = {
            "the exported state": (await rehearsal.ok("stack", "export", "-s", STACK)).stdout,
            "what the commands print": [...shown, (await rehearsal.ok("stack", "output", "--json", "-s", STACK)).stdout].join("\n"),
            "all objects in the cluster but Secrets": await kubectl("get", others, ...everywhere),
            "golden files": readdirSync(golden)
                .map((file) => readFileSync(path.join(golden, file), "utf8"))
                .join("\n"),
        };
        const found = Object.entries(places).flatMap(([place, text]) =>
            secrets.flatMap(([name, secret]) => (text.includes(secret) ? [`${name} in ${place}`] : [])),
        );
        expect(found).toEqual([]);
        // The search can find: each Secret holds what it is meant for, and no other does.
        const { items } = JSON.parse(await kubectl("get", "secrets", ...everywhere)) as {
            readonly items: readonly { metadata: { name: string; namespace: string }; data?: Readonly<Record<string, string>> }[];
        };
        const holders = items.flatMap(({ metadata, data = {} }) => {
            const text = Object.values(data)
                .map((value) => Buffer.from(value, "base64").toString())
                .join("\n");
            const held = secrets.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
            return held.length === 0
                ? []
                : [`${metadata.namespace}/${metadata.name.replace(/-[0-9a-f]{8}$/, "")}: ${held.sort().join(", ")}`];
        });
        // Neither the authority's key nor the clear one of the messages is in the cluster.
        expect(holders.sort()).toEqual([
            "studioml/rabbitmq-credentials: result of queue-password",
            "studioml/rabbitmq-tls: privateKeyPem of queue-key",
            "studioml/s3-tls-secret: privateKeyPemPkcs8 of s3-tls-key",
            "studioml/s3-users-bucket-datasets-credentials: result of s3-users-bucket-datasets-key",
            "studioml/s3-users-bucket-experiments-credentials: result of s3-users-bucket-experiments-key",
            "studioml/s3-users-root-credentials: result of s3-users-root-key",
            "studioml/s3-users-users: result of s3-users-bucket-datasets-key, result of s3-users-bucket-experiments-key",
            "studioml/studioml-runner-passphrase-secret: result of runner-message-key-passphrase",
        ]);
    });

    itWithGateway(
        "S1-17 S1-18 takes an upload as docs/studioml.md prints it: certificate, address and keys from outputs and Secret",
        async () => {
            const { stand, settings } = await S3Stand.start(gatewayProgram, await rehearsedEndpoint(rehearsal, STACK, "studioml"));
            const gateway = await RunningGateway.start(settings);
            try {
                const output = async (name: string): Promise<string> => (await rehearsal.ok("stack", "output", name, "-s", STACK)).stdout;
                const { url, secretNames } = JSON.parse((await rehearsal.ok("stack", "output", "s3", "--json", "-s", STACK)).stdout) as {
                    readonly url: string;
                    readonly secretNames: Readonly<Record<string, string>>;
                };
                expect(url).toBe(`https://${SERVICE}:9000`);
                const key = async (bucket: string, name: string): Promise<string> => {
                    const path = `jsonpath={.data.${name}}`;
                    const get = ["kubectl", "get", "secret", secretNames[bucket] ?? "", "--namespace", "studioml", "--output", path];
                    return Buffer.from((await rehearsal.ok("-s", STACK, ...get)).stdout, "base64").toString();
                };
                const [access, secret] = [await key("experiments", "access-key"), await key("experiments", "secret-key")];
                const s3 = stand.client(gateway, access, secret, await output("certificateAuthority"));
                const model = { Bucket: "experiments", Key: "model.pt" };
                await s3.send(new PutObjectCommand({ ...model, Body: "weights" }));
                expect(await (await s3.send(new GetObjectCommand(model))).Body?.transformToString()).toBe("weights");
                expect(await outcome(s3.send(new PutObjectCommand({ ...model, Bucket: "datasets", Body: "x" })))).toBe("403 AccessDenied");
            } finally {
                await gateway.stop();
                await stand.stop();
            }
        },
    );

    it("S1-22 drains with one object, and the runners themselves stay", async () => {
        expect(await change(edited([[...RUNNER, "state"], "DrainAndSuspend"]))).toEqual(["update runner-state"]);
    });

    it("S1-18 makes a bucket with its container, its user and the gateway's list of users, and nothing else", async () => {
        const changed = await change(edited([["ml-platform:objectStore", "buckets", "scratch"], {}]));
        expect(changed.filter((one) => /runner|queue/.test(one))).toEqual(["update runner-state"]);
        expect(changed).toContain("create objects-scratch");
        expect(changed.filter((one) => !/objects|s3|runner-state/.test(one))).toEqual([]);
    });

    it("S1-16 S1-23 a new password of the queue and a new key of the messages reach broker and runners as updates, and touch nothing else", async () => {
        const config = edited(
            [["ml-platform:objectStore", "buckets", "scratch"], {}],
            [["ml-platform:studioml", "queue", "credentialsGeneration"], 2],
            [[...RUNNER, "messageKeyGeneration"], 2],
        );
        expect(await change(config)).toEqual(
            [
                "update queue-credentials",
                "update queue-definitions",
                "replace queue-password",
                "replace queue-salt",
                "update runner-message-key-key-secret",
                "replace runner-message-key-pair",
                "replace runner-message-key-passphrase",
                "update runner-message-key-passphrase-secret",
                ...DEPLOYMENTS.map((name) => `update ${name}`),
                "update queue-broker",
            ].sort(),
        );
    });

    it("runs no pods on GPUs while it is idle, and goes on where it was", async () => {
        await up(EXAMPLE);
        const changed = await change(edited([["ml-platform:environment", "idle"], true]));
        expect(changed).toEqual(DEPLOYMENTS.map((name) => `update ${name}`));
        const { stdout } = await rehearsal.ok(
            "-s",
            STACK,
            "kubectl",
            "get",
            "pods",
            "--namespace",
            "studioml",
            "--selector",
            "app.kubernetes.io/name=studio-go-runner",
        );
        expect(stdout).not.toContain("Running");
    });

    it("destroys all of it, and leaves nothing", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", STACK, "--config-file", EXAMPLE);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });
});

/** Passwords and private keys that a stack made, from its state in clear text; of a key, a line of its own. */
function credentialsIn(exported: string): (readonly [name: string, secret: string])[] {
    const { deployment } = JSON.parse(exported) as {
        deployment: { resources: { urn: string; type: string; outputs?: Record<string, unknown> }[] };
    };
    return deployment.resources.flatMap(({ urn, type, outputs = {} }) => {
        const keys =
            type === "random:index/randomPassword:RandomPassword"
                ? ["result"]
                : type === "tls:index/privateKey:PrivateKey"
                  ? ["privateKeyPem", "privateKeyPemPkcs8"]
                  : [];
        return keys.flatMap((key) => {
            const value = outputs[key];
            const text =
                typeof value === "object" && value !== null && "plaintext" in value
                    ? (JSON.parse(String(value.plaintext)) as string)
                    : String(value);
            const secret = text.includes("PRIVATE KEY") ? (text.trim().split("\n").at(-3) ?? text) : text;
            return [[`${key} of ${nameOf({ urn })}`, secret] as const];
        });
    });
}
