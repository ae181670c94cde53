import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { binaryNames, builtFolder, moduleOf } from "../../rehearsal/control-plane/binaries/modules";
import { planeFolder, type PlaneFolder } from "../../rehearsal/control-plane/folder";
import { runningPrograms } from "../../rehearsal/control-plane/processes";
import { livingRecord } from "../../rehearsal/control-plane/record";
import { which } from "../../rehearsal/engine/resolve";

function hasProgram(name: (typeof binaryNames)[number]): boolean {
    const assets = process.env["KUBEBUILDER_ASSETS"] ?? "";
    return (
        existsSync(path.join(builtFolder(moduleOf(name)), name)) ||
        which(name) !== undefined ||
        (assets !== "" && existsSync(path.join(assets, name)))
    );
}

const missing = binaryNames.filter((name) => !hasProgram(name));

/** For tests that need a real API server. `make rehearsals` builds its programs before; where they cannot be built, these tests are left out. */
export const describeReal = missing.length === 0 ? describe : describe.skip;
if (missing.length > 0) {
    console.warn(
        `Left out, since ${missing.join(", ")} are not on this machine ("npm run rehearse -- build"): ${path.basename(expect.getState().testPath ?? "")}`,
    );
}

/** Folders of the control planes in a rehearsal's home. */
export function planesIn(home: string): PlaneFolder[] {
    const clusters = path.join(home, "clusters");
    return existsSync(clusters) ? readdirSync(clusters).map((name) => planeFolder(path.join(clusters, name))) : [];
}

/** What runs of the control planes in a home, by name: supervisors and their programs. */
export function runningIn(home: string): string[] {
    return planesIn(home)
        .flatMap((folder) => [...(livingRecord(folder) === undefined ? [] : ["supervisor"]), ...runningPrograms(folder).keys()])
        .sort();
}
