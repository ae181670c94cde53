import { existsSync, mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../screen";
import { writePrivately } from "./credentials";

/** What holds the objects of a simulated cluster. */
export type Keeping = "control plane" | "files";

/** What the user wants: a control plane wherever there can be one, files in any case, or an error where there cannot be one. */
export type Wish = "auto" | "files" | "real";

const VARIABLE = "ML_PLATFORM_CONTROL_PLANE";

/** @default - `auto` @throws UserError for a value that is none */
export function wishOf(environment: NodeJS.ProcessEnv = process.env): Wish {
    const value = environment[VARIABLE] ?? "";
    if (value === "" || value === "auto" || value === "files" || value === "real") {
        return value === "" ? "auto" : value;
    }
    throw new UserError(
        `${VARIABLE} is "${value}", and can be: auto (a real API server where its programs are found or can be built, else files), ` +
            `files (objects are kept in files, unchecked), real (an error where there is no API server)`,
    );
}

interface KeepingRecord {
    readonly keptIn: Keeping;
    /** Why there is no control plane. */
    readonly reason?: string;
    /** Stacks whose programs reached the cluster. */
    readonly stacks: readonly string[];
}

const fileOf = (clusterFolder: string): string => path.join(clusterFolder, "kept-in.json");

/** What was decided for a cluster; undefined for one that nobody reached yet. */
export function keepingOf(clusterFolder: string): Keeping | undefined {
    // objects that stand in files stay there
    return read(clusterFolder)?.keptIn ?? (existsSync(path.join(clusterFolder, "objects")) ? "files" : undefined);
}

/** Why a cluster is kept in files; undefined where it is not, or where nobody noted it. */
export function whyInFiles(clusterFolder: string): string | undefined {
    return read(clusterFolder)?.reason;
}

/** Decides for a cluster, for as long as it stands, and notes which stack reached it. */
export function noteKeeping(clusterFolder: string, keptIn: Keeping, stack: string | undefined, reason?: string): void {
    const before = read(clusterFolder);
    const why = before === undefined ? reason : before.reason;
    const stacks = [...new Set([...(before?.stacks ?? []), ...(stack === undefined ? [] : [stack])])];
    if (before?.keptIn === keptIn && stacks.length === before.stacks.length) {
        return;
    }
    mkdirSync(clusterFolder, { recursive: true });
    writePrivately(
        fileOf(clusterFolder),
        `${JSON.stringify({ keptIn, ...(why === undefined ? {} : { reason: why }), stacks }, undefined, 2)}\n`,
    );
}

/** Whether the program of a stack reached the cluster before. */
export function isUsedBy(clusterFolder: string, stack: string): boolean {
    return read(clusterFolder)?.stacks.includes(stack) === true;
}

function read(clusterFolder: string): KeepingRecord | undefined {
    const file = fileOf(clusterFolder);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as KeepingRecord) : undefined;
}
