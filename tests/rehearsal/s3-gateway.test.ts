import {
    AbortMultipartUploadCommand,
    CompleteMultipartUploadCommand,
    CopyObjectCommand,
    CreateBucketCommand,
    CreateMultipartUploadCommand,
    DeleteBucketCommand,
    DeleteObjectCommand,
    GetObjectCommand,
    HeadBucketCommand,
    ListBucketsCommand,
    ListObjectsV2Command,
    ListPartsCommand,
    PutBucketAclCommand,
    PutBucketPolicyCommand,
    PutObjectCommand,
    S3Client,
    type S3ServiceException,
    UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import * as pulumi from "@pulumi/pulumi";
import { randomBytes } from "node:crypto";
import * as dgram from "node:dgram";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { bucketsMetadata, MinioGateway } from "../../components";
import { usersFile } from "../../components/minio-gateway/values";
import { findGateway } from "../../rehearsal/services/versitygw";
import { clusterHandle } from "../support/mocks-fixtures";
import { named, record } from "../support/mocks";
import { TestAuthority } from "../support/s3/certificates";
import { entra, LOGIN_HOST, storageToken, TENANT } from "../support/s3/entra";
import { type GatewaySettings, gatewayMounts, type PlannedContainer, RunningGateway } from "../support/s3/gateway";
import { azurite, proxy, type Running, until } from "../support/s3/servers";

/** Versitygw over Azurite, with the arguments, the environment and the files that `MinioGateway` and `ObjectStore` make. */
const program = findGateway();
const describeGateway = program === undefined ? describe.skip : describe;
if (program === undefined) {
    console.warn('Left out, since versitygw is not on this machine ("npm run rehearse -- build" builds it where there is Go).');
}

const ACCOUNT = "stmlpdevk3x9q2ab";
const BLOB_HOST = `${ACCOUNT}.blob.core.windows.net`;
const SERVICE = "minio.studioml.svc";
const CLIENT_ID = "0c0ffee0-0000-4000-8000-000000000002";
const POD_TOKEN = "token-of-the-service-account";
const KEYS = { artifacts: randomBytes(20).toString("hex"), data: randomBytes(20).toString("hex") };
const ROOT = { "access-key": "platform.root", "secret-key": randomBytes(20).toString("hex") };

const authority = new TestAuthority();
let folder: string;
let blobs: Running;
let login: Awaited<ReturnType<typeof entra>>;
let way: Running;
let gateway: RunningGateway;
let settings: GatewaySettings;
let statsd: dgram.Socket;
let metrics = "";
const clients: S3Client[] = [];
/** What ends what was started, in the order of the starts. */
const stops: (() => void | Promise<void>)[] = [];

async function plannedContainer(): Promise<PlannedContainer> {
    const recording = await record(
        () =>
            new MinioGateway("s3", {
                cluster: clusterHandle({}, "aks"),
                store: {
                    accountId: pulumi.output("account"),
                    accountName: pulumi.output(ACCOUNT),
                    buckets: { artifacts: pulumi.output("artifacts"), data: pulumi.output("data") },
                },
                identity: {
                    principalId: pulumi.output("principal"),
                    clientId: pulumi.output(CLIENT_ID),
                    resourceId: pulumi.output("identity"),
                    namespace: pulumi.output("studioml"),
                    serviceAccountName: pulumi.output("minio"),
                },
                gateway: { kind: "s3" },
                certificateAuthority: { certificatePem: pulumi.output("CA"), privateKeyPem: pulumi.secret("KEY") },
            }),
    );
    const { template } = named(recording, "s3-deployment").inputs["spec"] as { template: { spec: { containers: [PlannedContainer] } } };
    return template.spec.containers[0];
}

/** A container as Azure Resource Manager makes it, with the metadata that the store writes. */
async function createContainer(name: string, metadata: Readonly<Record<string, string>>): Promise<void> {
    const headers = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`x-ms-meta-${key}`, value]));
    const status = await new Promise((resolve, reject) => {
        const request = https.request(
            {
                ...{ host: "127.0.0.1", port: blobs.port, servername: BLOB_HOST, ca: authority.certificate },
                ...{ method: "PUT", path: `/${name}?restype=container` },
                headers: {
                    ...headers,
                    host: BLOB_HOST,
                    authorization: `Bearer ${storageToken()}`,
                    "x-ms-version": "2024-08-04",
                    "content-length": "0",
                },
            },
            (answer) => (answer.resume(), resolve(answer.statusCode)),
        );
        request.on("error", reject).end();
    });
    expect(status).toBe(201);
}

/** A client that reaches a gateway by the name of its Service, and trusts the platform's authority only. */
function client(accessKeyId: string, secretAccessKey: string, { port } = gateway): S3Client {
    const made = new S3Client({
        endpoint: `https://${SERVICE}:${port}`,
        region: "us-east-1",
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey },
        requestHandler: { httpsAgent: agent() },
    });
    clients.push(made);
    return made;
}

function agent(): https.Agent {
    return new https.Agent({
        ca: authority.certificate,
        lookup: (_host, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]),
    });
}

/** How a request ends: `200`, or status and code of the refusal. */
async function outcome(request: Promise<unknown>): Promise<string> {
    try {
        await request;
        return "200";
    } catch (error) {
        const { name, $metadata } = error as S3ServiceException;
        return `${$metadata.httpStatusCode ?? "no answer"} ${name}`;
    }
}

async function fetched(url: string, method: "GET" | "PUT", body?: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
        const request = https.request(url, { method, agent: agent() }, (answer) => {
            let text = "";
            answer.on("data", (part: Buffer) => (text += part.toString()));
            answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
        });
        request.on("error", reject).end(body);
    });
}

describeGateway("versitygw with what MinioGateway makes", () => {
    beforeAll(async () => {
        folder = mkdtempSync(path.join(os.tmpdir(), "s3-stand-ins-"));
        const put = (name: string, content: string): string => {
            const file = path.join(folder, name);
            writeFileSync(file, content, { mode: 0o644 });
            return file;
        };
        const blobCertificate = authority.sign([BLOB_HOST]);
        blobs = await azurite(ACCOUNT, {
            certificate: put("blob.pem", blobCertificate.certificate),
            key: put("blob.key", blobCertificate.key),
        });
        stops.push(() => blobs.stop());
        login = await entra(authority.sign([LOGIN_HOST]), { clientId: CLIENT_ID, assertion: POD_TOKEN });
        stops.push(() => login.stop());
        way = await proxy({ [BLOB_HOST]: () => blobs.port, [LOGIN_HOST]: () => login.port });
        stops.push(() => way.stop());
        statsd = dgram.createSocket("udp4").on("message", (text) => (metrics += `${text.toString()}\n`));
        await new Promise<void>((resolve) => statsd.bind(0, "127.0.0.1", resolve));
        stops.push(() => void statsd.close());
        const metadata = bucketsMetadata(["artifacts", "data"]);
        await createContainer("artifacts", metadata["artifacts"] ?? {});
        await createContainer("data", metadata["data"] ?? {});
        // A container of somebody else, in which the gateway was never asked for anything.
        await createContainer("foreign", {});
        chmodSync(folder, 0o755);
        settings = {
            program: program ?? "",
            container: await plannedContainer(),
            root: ROOT,
            mounts: gatewayMounts(usersFile(KEYS), authority.sign(["minio", SERVICE])),
            surroundings: {
                AZURE_CLIENT_ID: CLIENT_ID,
                AZURE_TENANT_ID: TENANT,
                AZURE_FEDERATED_TOKEN_FILE: put("token", POD_TOKEN),
                AZURE_AUTHORITY_HOST: `https://${LOGIN_HOST}/`,
                HTTPS_PROXY: `http://127.0.0.1:${way.port}`,
                SSL_CERT_FILE: put("ca.pem", authority.certificate),
            },
            statsdPort: statsd.address().port,
        };
        gateway = await RunningGateway.start(settings);
        stops.push(() => gateway.stop());
    }, 120_000);

    afterAll(async () => {
        clients.forEach((one) => one.destroy());
        for (const stop of stops.reverse()) {
            await stop();
        }
        rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    it("S1-17 signs in with the pod's own token, and is ready then", async () => {
        const { ready, output } = await gateway.probe();
        expect([ready, output]).toEqual([true, expect.stringMatching(/artifacts[\s\S]*data/) as string]);
        expect(login.requests[0]).toEqual({
            clientId: CLIENT_ID,
            assertion: POD_TOKEN,
            grant: "client_credentials",
            scope: expect.stringContaining("https://storage.azure.com/.default") as string,
        });
    }, 60_000);

    it("S1-18 lets a bucket's user list, write, read and delete in it", async () => {
        const s3 = client("artifacts", KEYS.artifacts);
        expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(["artifacts"]);
        await s3.send(new HeadBucketCommand({ Bucket: "artifacts" }));
        await s3.send(new PutObjectCommand({ Bucket: "artifacts", Key: "a/b.txt", Body: "hello", Metadata: { run: "1" } }));
        const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket: "artifacts", Key: "a/b.txt" }));
        expect([await Body?.transformToString(), Metadata]).toEqual(["hello", { run: "1" }]);
        await s3.send(new CopyObjectCommand({ Bucket: "artifacts", Key: "copy.txt", CopySource: "artifacts/a/b.txt" }));
        const listed = await s3.send(new ListObjectsV2Command({ Bucket: "artifacts" }));
        expect(listed.Contents?.map(({ Key }) => Key)).toEqual(["a/b.txt", "copy.txt"]);
        for (const Key of ["a/b.txt", "copy.txt"]) {
            await s3.send(new DeleteObjectCommand({ Bucket: "artifacts", Key }));
        }
        expect((await s3.send(new ListObjectsV2Command({ Bucket: "artifacts" }))).Contents).toBeUndefined();
    }, 60_000);

    it("S1-18 takes an object in parts, also over another instance, and forgets one that is given up", async () => {
        const s3 = client("data", KEYS.data);
        const other = await RunningGateway.start(settings);
        const twin = client("data", KEYS.data, other);
        const object = { Bucket: "data", Key: "model.bin" };
        const parts = [randomBytes(5 << 20), randomBytes(5 << 20), randomBytes(1000)];
        const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
        const done = [];
        for (const [index, Body] of parts.entries()) {
            const PartNumber = index + 1;
            const { ETag } = await (index === 1 ? twin : s3).send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }));
            done.push({ PartNumber, ETag });
        }
        expect((await s3.send(new ListPartsCommand({ ...object, UploadId }))).Parts?.map(({ Size }) => Size)).toEqual(
            parts.map((part) => part.length),
        );
        await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts: done } }));
        const { Body } = await twin.send(new GetObjectCommand(object));
        expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(Buffer.concat(parts))).toBe(true);
        const given = await s3.send(new CreateMultipartUploadCommand({ ...object, Key: "given-up" }));
        await s3.send(new AbortMultipartUploadCommand({ ...object, Key: "given-up", UploadId: given.UploadId }));
        expect((await s3.send(new ListObjectsV2Command({ Bucket: "data" }))).Contents?.map(({ Key }) => Key)).toEqual(["model.bin"]);
        await s3.send(new DeleteObjectCommand(object));
        await other.stop();
    }, 120_000);

    it("S1-18 honours presigned addresses until they are tampered with", async () => {
        const s3 = client("data", KEYS.data);
        const object = { Bucket: "data", Key: "signed.txt" };
        const put = await getSignedUrl(s3, new PutObjectCommand(object), { expiresIn: 300 });
        expect((await fetched(put, "PUT", "by address")).status).toBe(200);
        const get = await getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: 300 });
        expect(await fetched(get, "GET")).toEqual({ status: 200, text: "by address" });
        expect(await fetched(get.replace("signed.txt", "other.txt"), "GET")).toMatchObject({
            status: 403,
            text: expect.stringContaining("SignatureDoesNotMatch") as string,
        });
        await s3.send(new DeleteObjectCommand(object));
    }, 60_000);

    it("S1-17 B9 refuses a wrong key, an unknown user and one without any", async () => {
        const list = new ListObjectsV2Command({ Bucket: "artifacts" });
        expect(await outcome(client("artifacts", "wrong").send(list))).toBe("403 SignatureDoesNotMatch");
        expect(await outcome(client("nobody", KEYS.data).send(list))).toBe("403 InvalidAccessKeyId");
        expect(await fetched(`https://${SERVICE}:${gateway.port}/artifacts`, "GET")).toMatchObject({
            status: 403,
            text: expect.stringContaining("AccessDenied") as string,
        });
    }, 60_000);

    it("S1-17 B9 keeps a bucket's user out of every other bucket, and from sharing his own or taking it away", async () => {
        const own = client("artifacts", KEYS.artifacts);
        const other = client("data", KEYS.data);
        await other.send(new PutObjectCommand({ Bucket: "data", Key: "secret.txt", Body: "of data" }));
        const policy = {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::artifacts/*" }],
        };
        const tries: [string, Promise<unknown>][] = [
            ["head", own.send(new HeadBucketCommand({ Bucket: "data" }))],
            ["list", own.send(new ListObjectsV2Command({ Bucket: "data" }))],
            ["get", own.send(new GetObjectCommand({ Bucket: "data", Key: "secret.txt" }))],
            ["put", own.send(new PutObjectCommand({ Bucket: "data", Key: "mine.txt", Body: "x" }))],
            ["delete", own.send(new DeleteObjectCommand({ Bucket: "data", Key: "secret.txt" }))],
            ["copy", own.send(new CopyObjectCommand({ Bucket: "artifacts", Key: "stolen.txt", CopySource: "data/secret.txt" }))],
            ["parts", own.send(new CreateMultipartUploadCommand({ Bucket: "data", Key: "parts" }))],
            ["foreign list", own.send(new ListObjectsV2Command({ Bucket: "foreign" }))],
            ["foreign put", own.send(new PutObjectCommand({ Bucket: "foreign", Key: "mine.txt", Body: "x" }))],
            ["share", own.send(new PutBucketPolicyCommand({ Bucket: "artifacts", Policy: JSON.stringify(policy) }))],
            ["open", own.send(new PutBucketAclCommand({ Bucket: "artifacts", ACL: "public-read" }))],
            ["create", own.send(new CreateBucketCommand({ Bucket: "mine" }))],
            ["remove", own.send(new DeleteBucketCommand({ Bucket: "artifacts" }))],
        ];
        const refused = await Promise.all(tries.map(async ([name, request]) => [name, (await outcome(request)).slice(0, 3)]));
        expect(refused).toEqual(tries.map(([name]) => [name, "403"]));
        expect((await own.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(["artifacts"]);
    }, 60_000);

    it("S1-17 makes no user beside the program's: its file of users is read-only", async () => {
        const file = path.join(gateway.folder, "users", "users.json");
        const before = readFileSync(file, "utf8");
        const made = await gateway.probe("admin", "create-user", "--access", "mallory", "--secret", "hunter2hunter2", "--role", "admin");
        expect(made.ready).toBe(false);
        expect(readFileSync(file, "utf8")).toBe(before);
        expect(await outcome(client("mallory", "hunter2hunter2").send(new ListBucketsCommand({})))).toBe("403 InvalidAccessKeyId");
    }, 60_000);

    it("S1-17 ends an old key once its pods have the new one", async () => {
        const renewed = { ...KEYS, data: randomBytes(20).toString("hex") };
        const certificate = authority.sign(["minio", SERVICE]);
        const next = await RunningGateway.start({ ...settings, mounts: gatewayMounts(usersFile(renewed), certificate) });
        const list = new ListObjectsV2Command({ Bucket: "data" });
        expect(await outcome(client("data", KEYS.data, next).send(list))).toBe("403 SignatureDoesNotMatch");
        expect(await outcome(client("data", renewed.data, next).send(list))).toBe("200");
        expect(await outcome(client("artifacts", KEYS.artifacts, next).send(new ListObjectsV2Command({ Bucket: "artifacts" })))).toBe(
            "200",
        );
        await next.stop();
    }, 60_000);

    it("S1-17 pushes what its exporter turns into metrics", async () => {
        await until("metrics of a put", () => /versitygw\.\w+,service=s3,.*action=[\w:]*PutObject.*bucket=data/.test(metrics));
        expect(metrics).not.toContain(KEYS.data);
    }, 60_000);

    it("S1-17 is not ready when the store is gone, though it is alive", async () => {
        await blobs.stop();
        expect((await gateway.probe()).ready).toBe(false);
        const { path: health } = settings.container.livenessProbe.httpGet;
        expect((await fetched(`https://${SERVICE}:${gateway.port}${health}`, "GET")).status).toBe(200);
        expect(gateway.output).not.toContain(ROOT["secret-key"]);
    }, 60_000);
});
