import { Client, credentials } from "@grpc/grpc-js";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * The keys of all that a rehearsed cluster's etcd holds, over its own socket: what no API serves any more is found as well. Numbers are those
 * of etcd's KV service (api/etcdserverpb/rpc.proto, 3.6).
 *
 * @param home of a rehearsal with one control plane, which runs
 */
export async function etcdKeys(home: string): Promise<string[]> {
    const socket = readdirSync(home, { recursive: true, encoding: "utf8" }).find((file) => path.basename(file) === "etcd.sock");
    // a socket's name may have a hundred characters or so, and a plane's folder is called by its cluster's address
    const folder = mkdtempSync(path.join(os.tmpdir(), "etcd-"));
    symlinkSync(path.dirname(path.join(home, socket ?? "etcd.sock")), path.join(folder, "plane"));
    const client = new Client(`unix:${path.join(folder, "plane", "etcd.sock")}`, credentials.createInsecure());
    try {
        return await new Promise((resolve, reject) => {
            client.makeUnaryRequest("/etcdserverpb.KV/Range", allKeysOnly, keysOf, null, (error, keys) => {
                if (error === null) {
                    resolve(keys ?? []);
                } else {
                    reject(error);
                }
            });
        });
    } finally {
        client.close();
        rmSync(folder, { recursive: true });
    }
}

function allKeysOnly(): Buffer {
    const request = new BinaryWriter();
    const everything = new Uint8Array([0]);
    request.writeBytes(1, everything);
    request.writeBytes(2, everything);
    request.writeBool(8, true);
    return Buffer.from(request.getResultBuffer());
}

function keysOf(response: Buffer): string[] {
    const keys: string[] = [];
    const reader = new BinaryReader(response);
    while (reader.nextField()) {
        if (reader.getFieldNumber() !== 2) {
            reader.skipField();
            continue;
        }
        const entry = new BinaryReader(reader.readBytes());
        while (entry.nextField()) {
            if (entry.getFieldNumber() === 1) {
                keys.push(Buffer.from(entry.readBytes()).toString());
            } else {
                entry.skipField();
            }
        }
    }
    return keys.sort();
}
