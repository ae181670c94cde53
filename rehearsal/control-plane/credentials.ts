import { generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { PlaneFolder } from "./folder";

/** Who talks to an API server, by the user name that Kubernetes' own roles are bound to. */
export const users = {
    administrator: { name: "rehearsal:administrator", group: "system:masters" },
    "kube-controller-manager": { name: "system:kube-controller-manager", group: "system:masters" },
    "kube-scheduler": { name: "system:kube-scheduler", group: "system:authenticated" },
    kwok: { name: "rehearsal:kwok", group: "system:masters" },
    nodes: { name: "rehearsal:nodes", group: "system:masters" },
} as const;
export type UserName = keyof typeof users;

/** The certificate that the API server makes for itself; it holds its authority, too, so clients trust this file. */
export function serverCertificate(folder: PlaneFolder): string {
    return path.join(folder.certificates, "apiserver.crt");
}

function serverKey(folder: PlaneFolder): string {
    return path.join(folder.certificates, "apiserver.key");
}

/** Whether the API server has its certificate: whole, since it writes the key after it. */
export function isCertified(folder: PlaneFolder): boolean {
    return existsSync(serverCertificate(folder)) && existsSync(serverKey(folder));
}

/** The API server makes both anew, for it does not start with one of them. */
export function forgetServerCertificate(folder: PlaneFolder): void {
    rmSync(serverCertificate(folder), { force: true });
    rmSync(serverKey(folder), { force: true });
}

export function serviceAccountKey(folder: PlaneFolder): string {
    return path.join(folder.certificates, "service-account.key");
}

/**
 * Makes the tokens and keys that are missing, and keeps those that are there: what a client holds goes on to work after a restart. A server
 * certificate that is about to expire is removed, so that the server makes a new one.
 */
export function prepareCredentials(folder: PlaneFolder, now = new Date()): void {
    const keyFile = serviceAccountKey(folder);
    if (!existsSync(keyFile)) {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        writePrivately(keyFile, privateKey.export({ type: "pkcs1", format: "pem" }).toString());
    }
    const known = new Set(existsSync(folder.tokens) ? [...readTokens(folder).keys()] : []);
    if (Object.values(users).some(({ name }) => !known.has(name))) {
        const lines = Object.values(users).map(({ name, group }, index) => `${newToken()},${name},${String(index)},"${group}"`);
        writePrivately(folder.tokens, `${lines.join("\n")}\n`);
    }
    if (isExpiring(serverCertificate(folder), now)) {
        forgetServerCertificate(folder);
    }
}

const DAY = 24 * 60 * 60 * 1000;

function isExpiring(file: string, now: Date): boolean {
    if (!existsSync(file)) {
        return false;
    }
    try {
        return new Date(new X509Certificate(readFileSync(file)).validTo).getTime() - now.getTime() < 7 * DAY;
    } catch {
        // a half-written file of a killed server
        return true;
    }
}

function newToken(): string {
    return randomBytes(32).toString("base64url");
}

export function tokenOf(folder: PlaneFolder, user: UserName): string {
    const token = readTokens(folder).get(users[user].name);
    if (token === undefined) {
        throw new Error(`${folder.tokens} has no token for ${users[user].name}`);
    }
    return token;
}

/** Tokens by user name. */
function readTokens(folder: PlaneFolder): Map<string, string> {
    const rows = readFileSync(folder.tokens, "utf8").trim().split("\n");
    return new Map(rows.map((row) => row.split(",")).map(([token = "", name = ""]) => [name, token]));
}

/** Writes the kubeconfigs of people and programs. They name the certificate's contents, so that a copy elsewhere works, too. */
export function writeKubeconfigs(folder: PlaneFolder, cluster: string, server: string): void {
    const authority = readFileSync(serverCertificate(folder)).toString("base64");
    for (const user of Object.keys(users) as UserName[]) {
        const contents = {
            apiVersion: "v1",
            kind: "Config",
            clusters: [{ name: cluster, cluster: { server, "certificate-authority-data": authority } }],
            users: [{ name: user, user: { token: tokenOf(folder, user) } }],
            contexts: [{ name: cluster, context: { cluster, user } }],
            "current-context": cluster,
        };
        writePrivately(kubeconfigOf(folder, user), `${JSON.stringify(contents, undefined, 2)}\n`);
    }
}

export function kubeconfigOf(folder: PlaneFolder, user: UserName): string {
    return user === "administrator" ? folder.kubeconfig : path.join(folder.programKubeconfigs, user);
}

/** A file appears whole, or not at all. */
export function writePrivately(file: string, contents: string): void {
    const temporary = `${file}.${String(process.pid)}.tmp`;
    writeFileSync(temporary, contents, { mode: 0o600 });
    renameSync(temporary, file);
}
