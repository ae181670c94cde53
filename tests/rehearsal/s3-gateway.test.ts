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
    type S3Client,
    UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { type GatewaySettings, RunningGateway } from "../support/s3/gateway";
import { describeGateway, gatewayProgram } from "../support/s3/gateway-program";
import { CLIENT_ID, KEYS, outcome, POD_TOKEN, ROOT, S3Stand, SERVICE } from "../support/s3/stand";
import { until } from "../support/until";

/** Versitygw over Azurite, with the arguments, the environment and the files that `MinioGateway` and `ObjectStore` make. */
describeGateway("versitygw with what MinioGateway makes", () => {
    let stand: S3Stand;
    let settings: GatewaySettings;
    let gateway: RunningGateway;
    const client = (accessKey: string, secretKey: string, at = gateway): S3Client => stand.client(at, accessKey, secretKey);

    beforeAll(async () => {
        ({ stand, settings } = await S3Stand.start(gatewayProgram));
        gateway = await RunningGateway.start(settings);
    }, 120_000);
    afterAll(async () => {
        // Also after a start that failed halfway.
        await (gateway as RunningGateway | undefined)?.stop();
        await (stand as S3Stand | undefined)?.stop();
    }, 60_000);

    it("S1-17 signs in with the pod's own token, and is ready then", async () => {
        const { ready, output } = await gateway.probe();
        expect([ready, output]).toEqual([true, expect.stringMatching(/artifacts[\s\S]*data/) as string]);
        expect(stand.tokenRequests[0]).toEqual({
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
        expect((await stand.fetch(put, "PUT", "by address")).status).toBe(200);
        const get = await getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: 300 });
        expect(await stand.fetch(get, "GET")).toEqual({ status: 200, text: "by address" });
        expect(await stand.fetch(get.replace("signed.txt", "other.txt"), "GET")).toMatchObject({
            status: 403,
            text: expect.stringContaining("SignatureDoesNotMatch") as string,
        });
        await s3.send(new DeleteObjectCommand(object));
    }, 60_000);

    it("S1-17 B9 refuses a wrong key, an unknown user and one without any", async () => {
        const list = new ListObjectsV2Command({ Bucket: "artifacts" });
        expect(await outcome(client("artifacts", "wrong").send(list))).toBe("403 SignatureDoesNotMatch");
        expect(await outcome(client("nobody", KEYS.data).send(list))).toBe("403 InvalidAccessKeyId");
        expect(await stand.fetch(`https://${SERVICE}:${gateway.port}/artifacts`, "GET")).toMatchObject({
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
        const next = await RunningGateway.start({ ...settings, mounts: stand.mounts(renewed) });
        const list = new ListObjectsV2Command({ Bucket: "data" });
        expect(await outcome(client("data", KEYS.data, next).send(list))).toBe("403 SignatureDoesNotMatch");
        expect(await outcome(client("data", renewed.data, next).send(list))).toBe("200");
        expect(await outcome(client("artifacts", KEYS.artifacts, next).send(new ListObjectsV2Command({ Bucket: "artifacts" })))).toBe(
            "200",
        );
        await next.stop();
    }, 60_000);

    it("S1-17 pushes what its exporter turns into metrics", async () => {
        const hasPut = (): boolean => /versitygw\.\w+,service=s3,.*action=[\w:]*PutObject.*bucket=data/.test(stand.metrics);
        await until(hasPut, 30_000, "metrics of a put");
        expect(stand.metrics).not.toContain(KEYS.data);
    }, 60_000);

    it("S1-17 is not ready when the store is gone, though it is alive", async () => {
        await stand.blobs.stop();
        expect((await gateway.probe()).ready).toBe(false);
        const { path: health } = settings.container.livenessProbe.httpGet;
        expect((await stand.fetch(`https://${SERVICE}:${gateway.port}${health}`, "GET")).status).toBe(200);
        expect(gateway.output).not.toContain(ROOT["secret-key"]);
    }, 60_000);
});
