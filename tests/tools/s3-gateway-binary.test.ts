import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { IMAGES } from "../../components/core/images";
import { moduleVersion } from "../../rehearsal/go-build/module";
import { builtGatewayFolder, findGateway, gatewayModule, resolveGateway } from "../../rehearsal/services/versitygw";

/** A machine of its own for each test: nothing on PATH, an empty cache. */
let machine: string;
const environment = { ...process.env };
const version = moduleVersion(gatewayModule);

beforeEach(() => {
    machine = realpathSync(mkdtempSync(path.join(os.tmpdir(), "s3-gateway-binary-")));
    process.env["PATH"] = path.join(machine, "bin");
    process.env["ML_PLATFORM_CACHE"] = path.join(machine, "cache");
});
afterEach(() => {
    process.env = { ...environment };
    rmSync(machine, { recursive: true, force: true });
});

function put(folder: string, body: string): string {
    const file = path.join(folder, "versitygw");
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
}

describe("versitygw for tests", () => {
    it("S1-17 is of the version that the cluster runs", () => {
        expect(`v${version}`).toBe(IMAGES.versitygw.tag);
    });

    it("is the one on PATH in that very version, else the one that was built", () => {
        expect(findGateway()).toBeUndefined();
        const built = put(builtGatewayFolder(), "");
        expect(findGateway()).toBe(built);
        put(path.join(machine, "bin"), "echo 'Version  : v1.7.0'");
        expect(findGateway()).toBe(built);
        const installed = put(path.join(machine, "bin"), `echo 'Version  : v${version}'`);
        expect(findGateway()).toBe(installed);
    });

    it("is left out with a reason where there is neither the program nor Go", async () => {
        expect(await resolveGateway()).toEqual({
            reason: `versitygw ${version} is not on this machine, and no Go to build it from (https://go.dev/dl/)`,
        });
    });
});
