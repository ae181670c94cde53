import { existsSync, readFileSync, statfsSync } from "node:fs";
import * as path from "node:path";
import { buildEstimate, builtEngineFolder, goVersion } from "../engine/build";
import { atLeast, pinnedVersion } from "../engine/pinned";
import { type EngineSearch, searchEngine } from "../engine/resolve";
import { cacheHome, checkout, rehearsalPaths, shown } from "../home";
import { projectName } from "../project/project";
import { bold, table } from "../screen";
import { locksOf, pendingCreates, stackNames } from "../state/backend";

type Check = readonly [state: "ok" | "note" | "fault", what: string, detail: string];

/** Says what is found on this machine, what will be built and how long that takes. Changes nothing. */
export function doctor(): number {
    const search = searchEngine();
    const checks: Check[] = [checkNode(), checkPackages(), checkEngine(search), checkLanguageHost(search), checkDisk(), ...checkStacks()];
    checks.push([
        "note",
        "Kubernetes",
        "objects are kept in files: field names and admission are not checked by a real API server, and no pod is scheduled",
    ]);
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

function checkEngine({ onPath, cached }: EngineSearch): Check {
    const floor = pinnedVersion();
    if (onPath?.usable === true) {
        return ["ok", "Pulumi", `${onPath.version} at ${shown(onPath.binary)}, on PATH`];
    }
    const tooOld = onPath === undefined ? "not on PATH" : `${onPath.version} on PATH is older than ${floor}, which the SDK needs`;
    if (cached !== undefined) {
        return ["ok", "Pulumi", `${tooOld}; ${cached.version} built before, at ${shown(cached.binary)}`];
    }
    const go = goVersion();
    return go === undefined
        ? ["fault", "Pulumi", `${tooOld}, and there is no Go to build it: install Pulumi ${floor} or later, or Go`]
        : ["note", "Pulumi", `${tooOld}; Go ${go} will build ${floor} into ${shown(builtEngineFolder())}: ${buildEstimate}`];
}

function checkLanguageHost({ onPath }: EngineSearch): Check {
    return onPath?.usable === true && onPath.languageHost
        ? ["ok", "language host", "Pulumi's own for Node.js"]
        : ["ok", "language host", "the rehearsal's own for Node.js (rehearsal/language-host)"];
}

function checkDisk(): Check {
    let folder = cacheHome();
    while (!existsSync(folder)) {
        folder = path.dirname(folder);
    }
    const { bavail, bsize } = statfsSync(folder);
    const gigabytes = (bavail * bsize) / 1e9;
    return [
        gigabytes >= 4 ? "ok" : "note",
        "disk",
        `${gigabytes.toFixed(0)} GB free for ${shown(cacheHome())} (a first build uses about 2 GB)`,
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
