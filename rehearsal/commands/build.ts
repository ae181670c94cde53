import { existsSync } from "node:fs";
import { programNames } from "../control-plane/binaries/modules";
import { controlPlaneEstimate, missingModules, searchBinaries, whyNoBuild } from "../control-plane/binaries/resolve";
import { wishOf } from "../control-plane/kept-in";
import { findPrograms } from "../control-plane/programs-for";
import { buildEstimate, builtEngineFolder } from "../engine/build";
import { resolveEngine, which } from "../engine/resolve";
import { say } from "../screen";
import { resolveGateway } from "../services/versitygw";

/** Builds what this machine lacks, so that nothing waits for it later: the engine, the programs of control planes, and servers for tests. */
export async function build(): Promise<number> {
    const engine = await resolveEngine();
    const programs = await findPrograms();
    const gateway = await resolveGateway();
    say(`Pulumi ${engine.version} is there.`);
    say(
        "binaries" in programs
            ? "The programs of a control plane are there: objects are applied to a real API server."
            : `Objects of clusters are kept in files: ${programs.reason}.`,
    );
    say(
        "file" in gateway ? "versitygw is there, for tests of the S3 gateway." : `Tests of the S3 gateway are left out: ${gateway.reason}.`,
    );
    return 0;
}

/** Tells a newcomer, before the first of two builds, that there is a second one, and how to go without. */
export async function announceBuilds(): Promise<void> {
    if (wishOf() === "files" || which("pulumi") !== undefined || existsSync(builtEngineFolder())) {
        return;
    }
    const missing = missingModules(await searchBinaries(programNames));
    if (missing.length > 0 && whyNoBuild(missing) === undefined) {
        say(
            `Two things are built before the first rehearsal, and never again:\n` +
                `  1. the Pulumi CLI: ${buildEstimate}\n` +
                `  2. a Kubernetes control plane, which checks and schedules what is applied: ${controlPlaneEstimate}.\n` +
                `     To go without it: ML_PLATFORM_CONTROL_PLANE=files\n`,
        );
    }
}
