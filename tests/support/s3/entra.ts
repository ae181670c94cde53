import { createSign, generateKeyPairSync } from "node:crypto";
import * as https from "node:https";
import type { Certificate } from "./certificates";
import { listening, type Running } from "./servers";

export const LOGIN_HOST = "login.microsoftonline.com";
export const TENANT = "11111111-2222-4333-8444-666666666666";

/** What the stand-in for Entra ID was asked for. */
export interface TokenRequest {
    readonly clientId: string;
    readonly assertion: string;
    readonly grant: string;
    readonly scope: string;
}

/** A stand-in for Entra ID that takes one pod's token for one identity, and nothing else. */
export async function entra(
    { certificate: cert, key }: Certificate,
    trusted: { readonly clientId: string; readonly assertion: string },
): Promise<Running & { readonly requests: readonly TokenRequest[] }> {
    const requests: TokenRequest[] = [];
    const server = https.createServer({ cert, key }, (request, answer) => {
        const reply = (status: number, body: object): void => {
            answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        };
        const { pathname } = new URL(request.url ?? "/", `https://${LOGIN_HOST}`);
        if (pathname.endsWith("/discovery/instance")) {
            return reply(200, {
                tenant_discovery_endpoint: `https://${LOGIN_HOST}/${TENANT}/v2.0/.well-known/openid-configuration`,
                "api-version": "1.1",
                metadata: [{ preferred_network: LOGIN_HOST, preferred_cache: LOGIN_HOST, aliases: [LOGIN_HOST] }],
            });
        }
        if (pathname === `/${TENANT}/v2.0/.well-known/openid-configuration`) {
            return reply(200, {
                issuer: `https://${LOGIN_HOST}/${TENANT}/v2.0`,
                authorization_endpoint: `https://${LOGIN_HOST}/${TENANT}/oauth2/v2.0/authorize`,
                token_endpoint: `https://${LOGIN_HOST}/${TENANT}/oauth2/v2.0/token`,
            });
        }
        let form = "";
        request.on("data", (text: Buffer) => (form += text.toString()));
        request.on("end", () => {
            const value = (name: string): string => new URLSearchParams(form).get(name) ?? "";
            const asked = {
                clientId: value("client_id"),
                assertion: value("client_assertion"),
                grant: value("grant_type"),
                scope: value("scope"),
            };
            requests.push(asked);
            if (asked.clientId !== trusted.clientId || asked.assertion !== trusted.assertion) {
                return reply(401, {
                    error: "invalid_client",
                    error_description: "AADSTS70021: No matching federated identity record found",
                });
            }
            return reply(200, { access_token: storageToken(), expires_in: 3600, token_type: "Bearer" });
        });
    });
    return { ...(await listening(server)), requests };
}

const signer = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** A token that Azurite takes: it looks at issuer, audience and times, and not at the signature. */
export function storageToken(): string {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const head = part({ alg: "RS256", typ: "JWT", kid: "test" });
    const claims = {
        iss: `https://sts.windows.net/${TENANT}/`,
        aud: "https://storage.azure.com",
        iat: now - 60,
        nbf: now - 60,
        exp: now + 3600,
    };
    const text = `${head}.${part(claims)}`;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(signer).toString("base64url")}`;
}
