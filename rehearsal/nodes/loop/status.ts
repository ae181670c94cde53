import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isCode, writeWhole } from "../../azure/subscription/files";
import type { Obstacle } from "../autoscaler/scale-up";

/** What the loop of a cluster says of itself in `nodes.json` in the cluster's folder. */
export interface NodesStatus {
    /** Process that writes it. */
    readonly pid: number;
    /** When it looked last, in milliseconds since 1970. */
    readonly at: number;
    /** Whether nothing is under way: every pod that can be placed is, and nodes are as the pools say. Since when, or not. */
    readonly settledSince: number | undefined;
    /** What is under way. */
    readonly underWay: readonly string[];
    /** Pods for which no pool grows, by namespace and name, with the reason for each pool. */
    readonly stranded: Readonly<Record<string, readonly (readonly [pool: string, obstacle: Obstacle])[]>>;
    /** Why the last look failed; undefined when it did not. */
    readonly problem: string | undefined;
}

export function writeStatus(folder: string, status: NodesStatus): void {
    writeWhole(join(folder, "nodes.json"), `${JSON.stringify(status, null, 2)}\n`);
}

/** @returns undefined where no loop has looked yet */
export function readStatus(folder: string): NodesStatus | undefined {
    try {
        return JSON.parse(readFileSync(join(folder, "nodes.json"), "utf8")) as NodesStatus;
    } catch (error) {
        if (isCode(error, "ENOENT")) {
            return undefined;
        }
        throw error;
    }
}

const PAUSE_MILLISECONDS = 200;

/** So long after the question a look must be made: what was changed just before it has reached the controllers by then. */
const NOTICED_MILLISECONDS = 500;

/**
 * Waits until nothing is under way in a cluster, looked at after this was called.
 *
 * @returns the last status when the time was over before: then `settledSince` is undefined
 */
export async function waitUntilSettled(folder: string, timeoutMilliseconds: number): Promise<NodesStatus> {
    const asked = Date.now();
    let last: NodesStatus | undefined;
    while (Date.now() - asked < timeoutMilliseconds) {
        last = readStatus(folder);
        if (last?.settledSince !== undefined && last.at - asked > NOTICED_MILLISECONDS) {
            return last;
        }
        await pause(PAUSE_MILLISECONDS);
    }
    const nobody = { pid: 0, at: asked, underWay: ["nobody looks after its nodes"], stranded: {}, problem: undefined };
    return { ...(last === undefined || last.at <= asked ? nobody : last), settledSince: undefined };
}
