import * as path from "node:path";
import { buildModule } from "../go-build/build";
import { goVersion, moduleFingerprint } from "../go-build/module";
import { cacheHome } from "../home";
import { say, UserError } from "../screen";
import { writeLanguageHostScript } from "./language-host";
import { engineModule, pinnedVersion } from "./pinned";

/** What a build costs on a machine that never did one, measured on two cores. */
export const buildEstimate = "about 4 minutes on 2 cores, 1.5 GB of Go's module and build caches, once per user and version";

/** Folder of the built engine: per user and per pinned version, outside the checkout. */
export function builtEngineFolder(): string {
    return path.join(cacheHome(), "engine", `pulumi-${pinnedVersion()}-${moduleFingerprint(engineModule)}`);
}

/** Builds the pinned Pulumi CLI from its Go module and puts it into the cache. */
export async function buildEngine(): Promise<string> {
    const version = pinnedVersion();
    if (goVersion(engineModule) === undefined) {
        throw new UserError(
            `no usable Pulumi CLI on this machine, and no Go to build one.\n` +
                `Install either: Pulumi ${version} or later (https://www.pulumi.com/docs/install/), or Go (https://go.dev/dl/), then run this again.`,
        );
    }
    say(`No Pulumi CLI of version ${version} or later is installed: building ${version} from its Go module (${buildEstimate}).`);
    const target = builtEngineFolder();
    await buildModule(engineModule, target, writeLanguageHostScript);
    return path.join(target, "pulumi");
}
