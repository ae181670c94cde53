import { existsSync, readFileSync } from "node:fs";
import { objectsAt, uidOf } from "../kubernetes/fields";
import { writePrivately } from "./credentials";
import { Discovery, pathOf } from "./discovery";
import type { PlaneFolder } from "./folder";
import type { RestClient } from "./rest-client";

/** UIDs of what the control plane made of itself at its first start; undefined before that was noted. */
export function readBaseline(folder: PlaneFolder): ReadonlySet<string> | undefined {
    if (!existsSync(folder.baseline)) {
        return undefined;
    }
    const uids: unknown = JSON.parse(readFileSync(folder.baseline, "utf8"));
    return new Set(Array.isArray(uids) ? uids.filter((uid) => typeof uid === "string") : []);
}

/** Notes everything that stands. Whoever opens the control plane for the first time waits for this, so that nothing of theirs is among it. */
export async function takeBaseline(folder: PlaneFolder, client: RestClient): Promise<void> {
    const kinds = await new Discovery(client).listable();
    const uids = await Promise.all(kinds.map(async (kind) => listUids(client, pathOf(kind, undefined))));
    writePrivately(folder.baseline, `${JSON.stringify([...new Set(uids.flat())].sort())}\n`);
}

async function listUids(client: RestClient, path: string): Promise<string[]> {
    const { status, body } = await client.send({ method: "GET", path });
    const items = status === 200 ? objectsAt(body, "items") : [];
    return items.map(uidOf).filter((uid) => uid !== "");
}
