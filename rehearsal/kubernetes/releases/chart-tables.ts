import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** What a chart makes of a key: the type of its default, the words that it allows, or the keys below. `*` stands for any other key. */
export type ChartValue = "any" | "boolean" | "list" | "map" | "number" | "string" | readonly string[] | ChartKeys;
export interface ChartKeys {
    readonly [key: string]: ChartValue;
}

/** One version of a chart. */
export interface ChartVersion {
    readonly appVersion: string;
    readonly values: ChartKeys;
}

/** A chart of the table: `../charts/README.md` has its form. */
interface ChartTable {
    readonly chart: string;
    readonly repository: string;
    readonly versions: Readonly<Record<string, ChartVersion>>;
}

/** The chart that a release names. */
export interface FoundChart extends ChartVersion {
    readonly chart: string;
    readonly version: string;
    /** Its address is not the one where it is published. */
    readonly isMirror: boolean;
}

/** What a release says of its chart. Texts that are left out are empty. */
export interface ChartAddress {
    readonly chart: string;
    readonly repository: string;
    readonly version: string;
}

const FOLDER = path.join(__dirname, "..", "charts");

/** How a user finds the folder of the tables. */
const SHOWN_FOLDER = "rehearsal/kubernetes/charts";

/**
 * The chart that a release names, by its name and version; the address only says whether it is the chart's own or a mirror's.
 *
 * @throws Error for a chart or a version that no table has, a version that is left out, and a chart on the local disk.
 */
export function findChart({ chart: given, repository, version }: ChartAddress): FoundChart {
    const isOci = given.startsWith("oci://");
    if (!isOci && (repository === "" || /^[./]/.test(given))) {
        throw new Error(
            `chart "${given}" has no repository, so it is a folder or an archive on this machine, which a rehearsal does not read; set repositoryOpts.repo, or use an oci:// address`,
        );
    }
    const chart = isOci ? (given.split("/").at(-1) ?? "") : given;
    const tables = readTables();
    const table = tables.find((one) => one.chart === chart);
    if (table === undefined) {
        const known = tables.map((one) => one.chart).join(", ");
        throw new Error(`chart "${chart}" is not known to the rehearsal, which has ${known}; add ${SHOWN_FOLDER}/${chart}.json`);
    }
    const known = Object.keys(table.versions).join(", ");
    if (version === "") {
        throw new Error(
            `chart "${chart}" has no version, so every run would take the newest there is on the day; pin one, for example ${known}`,
        );
    }
    const found = table.versions[version];
    if (found === undefined) {
        const file = `${SHOWN_FOLDER}/${chart}.json`;
        throw new Error(`chart "${chart}" version ${version} is not known to the rehearsal, which has ${known}; add it to ${file}`);
    }
    return { ...found, chart, version, isMirror: address(isOci ? given : repository) !== address(table.repository) };
}

function readTables(): ChartTable[] {
    return readdirSync(FOLDER)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as ChartTable);
}

function address(text: string): string {
    return text.replace(/\/+$/, "").toLowerCase();
}
