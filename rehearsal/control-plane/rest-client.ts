import { readFileSync } from "node:fs";
import * as https from "node:https";
import { isObject, type Properties } from "../provider/values";

/** Where an API server listens, and how to be its administrator. */
export interface ApiEndpoint {
    /** For example `https://127.0.0.1:40123`. */
    readonly server: string;
    /** File with the certificate authority of the server, PEM. */
    readonly certificateAuthority: string;
    readonly token: string;
}

export interface ApiRequest {
    readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** For example `/api/v1/namespaces/default/pods`. */
    readonly path: string;
    readonly query?: Readonly<Record<string, string | undefined>>;
    readonly body?: Properties;
    /** @default application/json */
    readonly contentType?: string;
}

export interface ApiResponse {
    readonly status: number;
    readonly body: Properties;
    /** What the server remarked, for example on an unknown field or an old version. */
    readonly warnings: readonly string[];
}

/** The server did not answer: it is not there, or it went away. */
export class UnreachableError extends Error {
    constructor(
        readonly server: string,
        readonly reason: string,
    ) {
        super(`the API server at ${server} does not answer: ${reason}`);
        this.name = "UnreachableError";
    }
}

/**
 * The REST interface of a Kubernetes API server. Refusals are answers, too: only a server that does not answer is an error.
 *
 * The official client library cannot be used: its generic object interface has no `fieldValidation`, which is what finds misspelt fields.
 */
export class RestClient {
    private readonly agent: https.Agent;
    private readonly token: string;
    readonly server: string;

    constructor(endpoint: ApiEndpoint) {
        this.server = endpoint.server;
        this.token = endpoint.token;
        this.agent = new https.Agent({ keepAlive: true, maxSockets: 32, ca: readFileSync(endpoint.certificateAuthority) });
    }

    /** @throws UnreachableError */
    async send(request: ApiRequest): Promise<ApiResponse> {
        const url = new URL(request.path, this.server);
        for (const [name, value] of Object.entries(request.query ?? {})) {
            if (value !== undefined) {
                url.searchParams.set(name, value);
            }
        }
        const body = request.body === undefined ? undefined : JSON.stringify(request.body);
        return new Promise((resolve, reject) => {
            const fail = (error: Error): void => reject(new UnreachableError(this.server, error.message));
            const call = https.request(
                url,
                {
                    method: request.method,
                    agent: this.agent,
                    headers: {
                        accept: "application/json",
                        authorization: `Bearer ${this.token}`,
                        ...(body === undefined
                            ? {}
                            : { "content-type": request.contentType ?? "application/json", "content-length": Buffer.byteLength(body) }),
                    },
                },
                (response) => {
                    const chunks: Buffer[] = [];
                    response.on("data", (chunk: Buffer) => chunks.push(chunk));
                    response.on("error", fail);
                    response.on("end", () =>
                        resolve({
                            status: response.statusCode ?? 0,
                            body: parsed(Buffer.concat(chunks).toString("utf8")),
                            warnings: warningsOf(response.headers["warning"]),
                        }),
                    );
                },
            );
            call.on("error", fail);
            call.end(body);
        });
    }

    /** Ends idle connections, so that the process can end. */
    close(): void {
        this.agent.destroy();
    }
}

/** Health checks answer with text; everything else is JSON. */
function parsed(text: string): Properties {
    try {
        const value: unknown = JSON.parse(text);
        return isObject(value) ? value : { value: text };
    } catch {
        return { value: text };
    }
}

/** `299 - "text"` for each, as RFC 9111 has it. */
function warningsOf(header: string | string[] | undefined): string[] {
    const text = Array.isArray(header) ? header.join(", ") : (header ?? "");
    return [...text.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, message = ""]) => message.replace(/\\(.)/g, "$1"));
}
