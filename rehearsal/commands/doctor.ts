import { existsSync, readFileSync, statfsSync } from "node:fs";
import * as path from "node:path";
import { buildEstimate, builtEngineFolder } from "../engine/build";
import { atLeast, engineModule, pinnedVersion } from "../engine/pinned";
import { type EngineSearch, leadsBackText, searchEngine } from "../engine/resolve";
import { binaryNames } from "../control-plane/binaries/modules";
import { controlPlaneEstimate, listed, missingModules, searchBinaries, whyNoBuild } from "../control-plane/binaries/resolve";
import { wishOf } from "../control-plane/kept-in";
import { goVersion, moduleVersion } from "../go-build/module";
import { clusterFolders } from "../clusters";
import { planeFolder } from "../control-plane/folder";
import { livingRecord } from "../control-plane/record";
import { cacheHome, checkout, rehearsalPaths, shown } from "../home";
import { projectName } from "../project/project";
import { bold, table } from "../screen";
import { findGateway, gatewayEstimate, gatewayModule } from "../services/versitygw";
import { locksOf, pendingCreates, stackNames } from "../state/backend";

type Check = readonly [state: "ok" | "note" | "fault", what: string, detail: string];

/** Says what is found on this machine, what will be built and how long that takes. Changes nothing. */
export async function doctor(): Promise<number> {
    const search = searchEngine();
    const checks: Check[] = [
        checkNode(),
        checkPackages(),
        checkEngine(search),
        checkLanguageHost(search),
        ...(await checkControlPlane()),
        checkGateway(),
        checkDisk(),
        ...checkStacks(),
        ...checkClusters(),
    ];
    const faults = checks.filter(([state]) => state === "fault").length;
    const lines = [
        bold("What the rehearsal finds on this machine"),
        ...table(checks.map(([state, what, detail]) => [{ ok: "  ok", note: "   -", fault: "  !!" }[state], what, detail])),
        "",
        faults === 0 ? 'Ready: "make rehearse" will run.' : `${faults} thing(s) marked !! stand in the way.`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    return faults === 0 ? 0 : 1;
}

function checkNode(): Check {
    const { engines } = JSON.parse(readFileSync(path.join(checkout, "package.json"), "utf8")) as { engines: { node: string } };
    const floor = engines.node.replace(/^>=\s*/, "");
    const version = process.versions.node;
    return [
        atLeast(version, `${floor}.0`.split(".").slice(0, 3).join(".")) ? "ok" : "fault",
        "Node.js",
        `${version} (${floor} or later is needed)`,
    ];
}

function checkPackages(): Check {
    const installed = existsSync(path.join(checkout, "node_modules", ".package-lock.json"));
    return installed
        ? ["ok", "npm packages", "installed"]
        : ["note", "npm packages", '"npm ci --ignore-scripts" will install them: about 1 minute'];
}

function checkEngine({ leadsBack, onPath, cached }: EngineSearch): Check {
    const floor = pinnedVersion();
    if (leadsBack !== undefined) {
        return ["fault", "Pulumi", leadsBackText(leadsBack)];
    }
    if (onPath?.usable === true) {
        return ["ok", "Pulumi", `${onPath.version} at ${shown(onPath.binary)}, on PATH`];
    }
    const tooOld = onPath === undefined ? "not on PATH" : `${onPath.version} on PATH is older than ${floor}, which the SDK needs`;
    if (cached !== undefined) {
        return ["ok", "Pulumi", `${tooOld}; ${cached.version} built before, at ${shown(cached.binary)}`];
    }
    const go = goVersion(engineModule);
    return go === undefined
        ? ["fault", "Pulumi", `${tooOld}, and there is no Go to build it: install Pulumi ${floor} or later, or Go`]
        : ["note", "Pulumi", `${tooOld}; Go ${go} will build ${floor} into ${shown(builtEngineFolder())}: ${buildEstimate}`];
}

function checkLanguageHost({ onPath }: EngineSearch): Check {
    return onPath?.usable === true && onPath.languageHost
        ? ["ok", "language host", "Pulumi's own for Node.js"]
        : ["ok", "language host", "the rehearsal's own for Node.js (rehearsal/language-host)"];
}

const inFiles = "objects are kept in files: fields are not checked by a real API server, and no pod is scheduled";

async function checkControlPlane(): Promise<Check[]> {
    const wish = wishOf();
    if (wish === "files") {
        return [["note", "Kubernetes", `ML_PLATFORM_CONTROL_PLANE is files: ${inFiles}`]];
    }
    const search = await searchBinaries();
    const missing = missingModules(search);
    const reason = whyNoBuild(missing);
    return [
        ...binaryNames.map((name): Check => {
            const found = search.get(name);
            const at =
                found === undefined ? "not on this machine" : `${found.version} at ${shown(found.file)}, ${sourceText[found.source]}`;
            return found?.usable === true ? ["ok", name, at] : ["note", name, found === undefined ? at : `${at}: does not fit`];
        }),
        missing.length === 0
            ? ["ok", "Kubernetes", "objects are applied to a real API server, and a real scheduler places pods"]
            : reason === undefined
              ? ["note", "Kubernetes", `the first "up" builds ${listed(missing)} into ${shown(cacheHome())}: ${controlPlaneEstimate}`]
              : [wish === "real" ? "fault" : "note", "Kubernetes", `${reason}; ${inFiles}`],
    ];
}

function checkGateway(): Check {
    const found = findGateway();
    const go = goVersion(gatewayModule);
    const build = go === undefined ? "and there is no Go to build it" : `"npm run rehearse -- build" builds it: ${gatewayEstimate}`;
    return found === undefined
        ? ["note", "versitygw", `not on this machine, so tests of the S3 gateway are left out; ${build}`]
        : ["ok", "versitygw", `${moduleVersion(gatewayModule)} at ${shown(found)}, for tests of the S3 gateway`];
}

const sourceText = { KUBEBUILDER_ASSETS: "in KUBEBUILDER_ASSETS", PATH: "on PATH", cache: "built before" } as const;

function checkDisk(): Check {
    let folder = cacheHome();
    while (!existsSync(folder)) {
        folder = path.dirname(folder);
    }
    const { bavail, bsize } = statfsSync(folder);
    const gigabytes = (bavail * bsize) / 1e9;
    return [
        gigabytes >= 7 ? "ok" : "note",
        "disk",
        `${gigabytes.toFixed(0)} GB free for ${shown(cacheHome())} (first builds use about 5 GB)`,
    ];
}

function checkStacks(): Check[] {
    const paths = rehearsalPaths();
    const project = projectName();
    return stackNames(paths, project).map((stack): Check => {
        const lock = locksOf(paths, project, stack)[0];
        const pending = pendingCreates(paths, project, stack).length;
        if (lock?.alive === true) {
            return ["note", `stack ${stack}`, `is being changed by process ${lock.pid}, since ${lock.since}`];
        }
        return lock !== undefined || pending > 0
            ? ["note", `stack ${stack}`, `a run was killed: "npm run rehearse -- recover -s ${stack}" settles it`]
            : ["ok", `stack ${stack}`, "rehearsed"];
    });
}

/** Control planes that run. */
function checkClusters(): Check[] {
    return clusterFolders(rehearsalPaths()).flatMap((clusterFolder): Check[] => {
        const folder = planeFolder(clusterFolder);
        const record = livingRecord(folder);
        if (record === undefined) {
            return [];
        }
        const until = record.keep ? 'until "npm run rehearse -- stop"' : "as long as a command needs it";
        const detail = `runs since ${record.started}, process ${String(record.pid)}, ${until}; KUBECONFIG=${shown(folder.kubeconfig)}`;
        return [["ok", `cluster ${path.basename(clusterFolder)}`, detail]];
    });
}
