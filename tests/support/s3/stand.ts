import { S3Client, type S3ServiceException } from "@aws-sdk/client-s3";
import { randomBytes } from "node:crypto";
import * as dgram from "node:dgram";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { bucketsMetadata } from "../../../components";
import { usersFile } from "../../../components/minio-gateway/values";
import { record } from "../mocks";
import { TestAuthority } from "./certificates";
import { entra, LOGIN_HOST, storageToken, TENANT, type TokenRequest } from "./entra";
import { type GatewaySettings, gatewayMounts, type PlannedContainer, type RunningGateway } from "./gateway";
import { build, podOf } from "./planned";
import { azurite, proxy, type Running } from "./servers";

/** The endpoint's name, as clients in the cluster have it. */
export const SERVICE = "minio.studioml.svc";
export const CLIENT_ID = "0c0ffee0-0000-4000-8000-000000000002";
export const POD_TOKEN = "token-of-the-service-account";

/** Secret keys of the buckets' users. */
export const KEYS = { artifacts: randomBytes(20).toString("hex"), data: randomBytes(20).toString("hex") };
export const ROOT = { "access-key": "platform.root", "secret-key": randomBytes(20).toString("hex") };

/** What is stood up: a gateway, the account behind it, and its containers with their metadata. */
export interface S3Endpoint extends Pick<GatewaySettings, "container" | "root" | "mounts"> {
    readonly account: string;
    readonly containers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where the gateway runs: Azurite for the account, a stand-in for Entra ID, and a way that leads to these two and nowhere else. */
export class S3Stand {
    private readonly clients: S3Client[] = [];
    /** What ends what was started, in the order of the starts. */
    private readonly stops: (() => void | Promise<void>)[] = [];
    /** What was pushed to the exporter. */
    public metrics = "";

    private constructor(
        private readonly authority: TestAuthority,
        private readonly blobHost: string,
        public readonly blobs: Running,
        public readonly tokenRequests: readonly TokenRequest[],
    ) {}

    /**
     * Starts everything but the gateway, and makes the buckets as the store does.
     *
     * @param endpoint what is stood up; by default two buckets in an account of its own
     */
    public static async start(
        program: string,
        endpoint?: S3Endpoint,
    ): Promise<{ readonly stand: S3Stand; readonly settings: GatewaySettings }> {
        const authority = new TestAuthority();
        const { account, containers, ...gateway } = endpoint ?? (await plannedEndpoint(authority));
        const blobHost = `${account}.blob.core.windows.net`;
        const folder = mkdtempSync(path.join(os.tmpdir(), "s3-stand-ins-"));
        chmodSync(folder, 0o755);
        const put = (name: string, content: string): string => {
            const file = path.join(folder, name);
            writeFileSync(file, content, { mode: 0o644 });
            return file;
        };
        const { certificate, key } = authority.sign([blobHost]);
        const blobs = await azurite(account, { certificate: put("blob.pem", certificate), key: put("blob.key", key) });
        const login = await entra(authority.sign([LOGIN_HOST]), { clientId: CLIENT_ID, assertion: POD_TOKEN });
        const way = await proxy({ [blobHost]: () => blobs.port, [LOGIN_HOST]: () => login.port });
        const stand = new S3Stand(authority, blobHost, blobs, login.requests);
        stand.stops.push(
            () => rmSync(folder, { recursive: true, force: true }),
            () => blobs.stop(),
            () => login.stop(),
            () => way.stop(),
        );
        const statsdPort = await stand.listenForMetrics();
        for (const [bucket, metadata] of Object.entries(containers)) {
            await stand.createContainer(bucket, metadata);
        }
        const settings: GatewaySettings = {
            program,
            ...gateway,
            surroundings: {
                AZURE_CLIENT_ID: CLIENT_ID,
                AZURE_TENANT_ID: TENANT,
                AZURE_FEDERATED_TOKEN_FILE: put("token", POD_TOKEN),
                AZURE_AUTHORITY_HOST: `https://${LOGIN_HOST}/`,
                HTTPS_PROXY: `http://127.0.0.1:${way.port}`,
                SSL_CERT_FILE: put("ca.pem", authority.certificate),
            },
            statsdPort,
        };
        return { stand, settings };
    }

    /** Contents of the Secrets for these keys, with a certificate for the Service. */
    public mounts(keys: Readonly<Record<string, string>>): GatewaySettings["mounts"] {
        return mountsOf(this.authority, keys);
    }

    /** A client that reaches a gateway by the name of its Service, and trusts one authority only. @default the stand's own */
    public client(gateway: RunningGateway, accessKeyId: string, secretAccessKey: string, authority?: string): S3Client {
        const made = new S3Client({
            endpoint: `https://${SERVICE}:${gateway.port}`,
            region: "us-east-1",
            forcePathStyle: true,
            maxAttempts: 1,
            credentials: { accessKeyId, secretAccessKey },
            requestHandler: { httpsAgent: this.agent(authority) },
        });
        this.clients.push(made);
        return made;
    }

    /** A request without a client: what comes back. */
    public fetch(url: string, method: "GET" | "PUT", body?: string): Promise<{ readonly status: number; readonly text: string }> {
        return new Promise((resolve, reject) => {
            const request = https.request(url, { method, agent: this.agent() }, (answer) => {
                let text = "";
                answer.on("data", (part: Buffer) => (text += part.toString()));
                answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
            });
            request.on("error", reject).end(body);
        });
    }

    public async stop(): Promise<void> {
        this.clients.forEach((one) => one.destroy());
        for (const stop of this.stops.reverse()) {
            await stop();
        }
    }

    private agent(authority = this.authority.certificate): https.Agent {
        return new https.Agent({
            ca: authority,
            lookup: (_host, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]),
        });
    }

    private async listenForMetrics(): Promise<number> {
        const socket = dgram.createSocket("udp4").on("message", (text) => (this.metrics += `${text.toString()}\n`));
        await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
        this.stops.push(() => void socket.close());
        return socket.address().port;
    }

    /** A container as Azure Resource Manager makes it, with the metadata that the store writes. */
    private async createContainer(name: string, metadata: Readonly<Record<string, string>>): Promise<void> {
        const headers = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`x-ms-meta-${key}`, value]));
        const authorization = `Bearer ${storageToken()}`;
        const status = await new Promise((resolve, reject) => {
            const request = https.request(
                {
                    ...{ host: "127.0.0.1", port: this.blobs.port, servername: this.blobHost, ca: this.authority.certificate },
                    ...{ method: "PUT", path: `/${name}?restype=container` },
                    headers: { ...headers, host: this.blobHost, authorization, "x-ms-version": "2024-08-04", "content-length": "0" },
                },
                (answer) => (answer.resume(), resolve(answer.statusCode)),
            );
            request.on("error", reject).end();
        });
        if (status !== 201) {
            throw new Error(`Azurite did not make the container ${name}: ${String(status)}`);
        }
    }
}

/** The account and the buckets of the store in `planned.ts`; and a container of somebody else, which the gateway was never asked about. */
async function plannedEndpoint(authority: TestAuthority): Promise<S3Endpoint> {
    const planned: unknown = podOf(await record(() => build())).containers["gateway"];
    return {
        account: "stmlp",
        containers: { ...bucketsMetadata(["artifacts", "data"]), foreign: {} },
        container: planned as PlannedContainer,
        root: ROOT,
        mounts: mountsOf(authority, KEYS),
    };
}

function mountsOf(authority: TestAuthority, keys: Readonly<Record<string, string>>): GatewaySettings["mounts"] {
    return gatewayMounts(usersFile(keys), authority.sign(["minio", SERVICE]));
}

/** How a request ends: `200`, or status and code of the refusal. */
export async function outcome(request: Promise<unknown>): Promise<string> {
    try {
        await request;
        return "200";
    } catch (error) {
        const { name, $metadata } = error as S3ServiceException;
        return `${$metadata.httpStatusCode ?? "no answer"} ${name}`;
    }
}
