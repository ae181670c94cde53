import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { which } from "../engine/resolve";
import { buildModule } from "../go-build/build";
import { type GoModule, goVersion, moduleFingerprint, moduleVersion } from "../go-build/module";
import { cacheHome } from "../home";
import { say } from "../screen";

/** The S3 gateway that the cluster runs from an image, as a program: for tests of what it does with the arguments that the platform gives it. */
export const gatewayModule: GoModule = {
    title: "versitygw",
    folder: path.join(__dirname, "versitygw"),
    pins: "github.com/versity/versitygw",
    binaries: { versitygw: "github.com/versity/versitygw/cmd/versitygw" },
    linkerFlags: (version) => `-X main.Version=v${version}`,
};

/** What a build costs on a machine that never did one, measured on two busy cores. */
export const gatewayEstimate = "about 3 minutes on 2 cores, once per user and version";

/** Folder of the built gateway: per user and per pinned version, outside the checkout. */
export function builtGatewayFolder(): string {
    return path.join(cacheHome(), "services", `versitygw-${moduleVersion(gatewayModule)}-${moduleFingerprint(gatewayModule)}`);
}

/** The gateway on PATH in the pinned version, else the one that was built before. */
export function findGateway(): string | undefined {
    const installed = which("versitygw");
    if (installed !== undefined) {
        const { stdout } = spawnSync(installed, ["--version"], { encoding: "utf8", timeout: 10_000, env: process.env });
        if (new RegExp(`^Version\\s*:\\s*v?${moduleVersion(gatewayModule)}$`, "m").test(stdout)) {
            return installed;
        }
    }
    const built = path.join(builtGatewayFolder(), "versitygw");
    return existsSync(built) ? built : undefined;
}

/**
 * The gateway, built where it is missing and Go is there.
 *
 * @returns its file, or why there is none
 * @throws UserError when a build fails
 */
export async function resolveGateway(): Promise<{ readonly file: string } | { readonly reason: string }> {
    const found = findGateway();
    if (found !== undefined) {
        return { file: found };
    }
    if (goVersion(gatewayModule) === undefined) {
        return {
            reason: `versitygw ${moduleVersion(gatewayModule)} is not on this machine, and no Go to build it from (https://go.dev/dl/)`,
        };
    }
    say(`Building versitygw ${moduleVersion(gatewayModule)} from its Go module, for tests of the S3 gateway (${gatewayEstimate}).`);
    await buildModule(gatewayModule, builtGatewayFolder());
    return { file: path.join(builtGatewayFolder(), "versitygw") };
}
