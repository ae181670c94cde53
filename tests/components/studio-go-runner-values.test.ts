import { execFile } from "node:child_process";
import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt, publicEncrypt } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fitFaults } from "../../components/core/pod-fit";
import { plainEnvironment, startCommand, waitCommand } from "../../components/studio-go-runner/environment";
import { encryptedPrivateKey, publicKey } from "../../components/studio-go-runner/message-key";
import type { GoRunnerSpec, WorkerSpec } from "../../components/studio-go-runner/spec";

const small: WorkerSpec = { pool: "t4", cpus: 3.5, memoryGiB: 20 };
const spec: GoRunnerSpec = { kind: "studio-go-runner", image: "quay.io/leafai/studio-go-runner:0.14.2", workers: { small } };
const t4 = { size: "Standard_NC4as_T4_v3", maxPods: 110, gpusPerNode: 1, osDiskGiB: 256 };
const eight = { ...t4, size: "Standard_NC8as_T4_v3" };

describe("what a node has room for", () => {
    it.each([
        ["S1-21 a GPU, the CPUs and the memory of a T4", { gpus: 1, cpus: 3.5, memoryGiB: 24 }, [t4], []],
        ["S1-21 the upstream request, on the node of the seed", { gpus: 1, cpus: 5, memoryGiB: 40 }, [t4], ["cpus 5", "memoryGiB 40"]],
        ["S1-21 the same on the next size", { gpus: 1, cpus: 5, memoryGiB: 40 }, [t4, eight], []],
        ["turns of a GPU that is shared by four", { gpus: 4, cpus: 1, memoryGiB: 1 }, [{ ...t4, gpusPerNode: 4 }], []],
        ["more turns than there are", { gpus: 5, cpus: 1, memoryGiB: 1 }, [{ ...t4, gpusPerNode: 4 }], ["gpus 5"]],
        ["a disk that images and the file system leave", { gpus: 1, cpus: 1, memoryGiB: 1, diskGiB: 203 }, [t4], []],
        ["a disk that they do not leave", { gpus: 1, cpus: 1, memoryGiB: 1, diskGiB: 204 }, [t4], ["diskGiB 204"]],
        [
            "GPUs of one size with the memory of another",
            { gpus: 4, cpus: 1, memoryGiB: 50 },
            [{ ...t4, gpusPerNode: 4 }, eight],
            ["memoryGiB 50"],
        ],
        ["a size that nobody knows", { gpus: 9, cpus: 999, memoryGiB: 9999 }, [{ ...t4, size: "Standard_X1" }], []],
    ])("%s", (_, pod, offers, expected) => {
        const faults = fitFaults(pod, offers).map(({ key, asked }) => `${key} ${asked}`);
        expect(faults).toEqual(expected);
    });
});

describe("what a runner is told", () => {
    it("S1-13 S1-22 S1-24 by the names that studio-go-runner 0.14.2 reads, and no secret among it", () => {
        expect(plainEnvironment(spec, small, true)).toEqual({
            QUEUE_MATCH: "^(rmq|sqs)_.*$",
            K8S_CONFIGMAP: "studioml-go-runner",
            WORKING_DIR: "/tmp",
            CACHE_DIR: "/runner-cache/objects",
            CACHE_SIZE: "10GiB",
            MAX_CORES: "3",
            MAX_MEM: "19456MiB",
            PROM_ADDRESS: ":9090",
            ENCRYPT_DIR: "/runner/certs/message",
            REQUEST_SIGNATURES_DIR: "/runner/certs/queues/signing",
            LOGXI: "*=INF",
            LOGXI_FORMAT: "happy,maxcol=1024",
            SSL_CERT_DIR: "/etc/ssl/certs:/etc/studioml/trust",
        });
    });

    it("S1-23 takes messages in clear text only where encryption is off, and does without GPUs only where it has none", () => {
        const changed = plainEnvironment({ ...spec, messageEncryption: false }, { ...small, gpus: 0, cpus: 0.5, memoryGiB: 1 }, false);
        expect(changed).toMatchObject({ CLEAR_TEXT_MESSAGES: "true", CPU_ONLY: "true", MAX_CORES: "1", MAX_MEM: "512MiB" });
        expect(changed).not.toHaveProperty("SSL_CERT_DIR");
    });

    it("S1-13 starts the program itself: the image's script would print the broker's password into the log", () => {
        expect(startCommand({}).at(-1)).toMatch(/; cd \/runner && exec \/runner\/runner-linux-amd64$/);
        expect(startCommand({ gpus: 0 }).at(-1)).toMatch(/exec \/runner\/runner-linux-amd64-cpu$/);
        expect(startCommand({}).join(" ")).not.toContain("run.sh");
    });
});

describe("the wait before a runner ends", () => {
    /** Metrics one after the other; the last of them from then on. */
    async function waitOn(answers: readonly string[]): Promise<{ readonly asked: number; readonly code: number }> {
        let asked = 0;
        const server = createServer((_, response) => {
            response.end(answers[Math.min(asked, answers.length - 1)]);
            asked += 1;
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        const [shell = "", ...args] = waitCommand((server.address() as AddressInfo).port);
        const faster = args.map((arg) => arg.replace("sleep 5", "sleep 0.1"));
        const code = await new Promise<number>((resolve) => {
            execFile(shell, faster, (error) => resolve(error === null ? 0 : 1));
        });
        server.close();
        return { asked, code };
    }

    const metrics = (running: number, completed: number): string =>
        `# HELP runner_project_running x\nrunner_project_running{queue_name="rmq_a b"} ${running}\nrunner_project_completed{queue_name="rmq_a"} ${completed}\n`;

    it("S1-22 lasts as long as the experiment that runs, and no longer than that one", async () => {
        const busy = metrics(1, 3);
        expect(await waitOn([busy, busy, busy, busy, busy, metrics(0, 4)])).toMatchObject({ code: 0, asked: 6 });
        // Another experiment has begun: it is not waited for.
        expect(await waitOn([busy, busy, busy, busy, metrics(1, 4)])).toMatchObject({ code: 0, asked: 5 });
    });

    it("does not last where nothing runs, or nothing answers", async () => {
        expect(await waitOn([metrics(0, 7)])).toMatchObject({ code: 0, asked: 2 });
        const [shell = "", ...args] = waitCommand(1);
        await expect(new Promise((resolve) => execFile(shell, args, (error) => resolve(error)))).resolves.toBeNull();
    });
});

describe("the key of the message encryption", () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const pem = pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const encrypted = encryptedPrivateKey(pem, "a passphrase");

    it("S1-23 is in the form that the runner reads: PKCS #1, encrypted with the passphrase", () => {
        expect(encrypted).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,[0-9A-F]{32}\n\n/);
        const opened = createPrivateKey({ key: encrypted, format: "pem", passphrase: "a passphrase" });
        expect(opened.export({ type: "pkcs1", format: "pem" })).toBe(pem);
        expect(() => createPrivateKey({ key: encrypted, format: "pem", passphrase: "another" })).toThrow();
    });

    it("S1-23 reads what a client encrypts with the public half, as StudioML does: RSA-OAEP with SHA-256", () => {
        const half = publicKey(pair.publicKey.export({ type: "spki", format: "pem" }).toString());
        expect(half).toMatch(/^-----BEGIN RSA PUBLIC KEY-----\n/);
        const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
        const sent = publicEncrypt({ key: half, ...padding }, Buffer.from("symmetric key"));
        expect(privateDecrypt({ key: encrypted, passphrase: "a passphrase", ...padding }, sent).toString()).toBe("symmetric key");
    });

    it("is the same text each time, and another one with another passphrase", () => {
        expect(encryptedPrivateKey(pem, "a passphrase")).toBe(encrypted);
        const vector = (text: string): string | undefined => /AES-256-CBC,(\w+)/.exec(text)?.[1];
        expect(vector(encryptedPrivateKey(pem, "another"))).not.toBe(vector(encrypted));
    });
});
