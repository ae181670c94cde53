import { readFileSync } from "node:fs";
import * as path from "node:path";
import { listPools, readSettings, type StandingPool } from "../azure/provider";
import { RELEASE_RECORD } from "../kubernetes/releases/release-record";
import { openClusters } from "../clusters";
import type { ControlPlanes } from "../control-plane/control-planes";
import { whyInFiles } from "../control-plane/kept-in";
import type { RehearsalPaths } from "../home";
import { clusterFolder } from "../kubernetes/object-files";
import { bold, counted, say, table } from "../screen";
import type { Session } from "../session";
import { takeInventory, type Inventory } from "../standing";
import { quotaTable, totalsLine } from "./pool-totals";
import { placementOf } from "./placement";

/** Shows what a stack stands for, in the terms in which people ask: which platform, where, which GPUs, at what price, and what to try. */
export async function summary(session: Session, stack: string): Promise<number> {
    session.requireStack(stack);
    const outputs = stackOutputs(session, stack);
    const planes = await openClusters(session.paths, { stack, early: "full" });
    try {
        return await show(session, stack, outputs, planes);
    } finally {
        await planes.close();
    }
}

async function show(session: Session, stack: string, outputs: Outputs, planes: ControlPlanes): Promise<number> {
    const { paths } = session;
    const { resources, objects } = await takeInventory(stack, paths, planes);
    if (resources.length + objects.length === 0) {
        process.stdout.write(`Nothing stands of stack "${stack}": "npm run rehearse -- up -s ${stack}" makes it.\n`);
        return 0;
    }
    const pools = listPools(session.paths.subscription).filter((pool) => pool.stack === stack);
    const placement = await placementOf(planes, paths, stack);
    const lines = [
        "",
        bold(`Stack "${stack}" stands, in a simulated subscription.`),
        "",
        ...table(facts(outputs)),
        "",
        ...(pools.length === 0 ? [] : [...poolTable(pools), "", ...quotaTable(pools, readSettings(paths.subscription)), ""]),
        ...(placement.lines.length === 0 ? [] : [...placement.lines, ""]),
        ...whatWasSimulated(resources.length, objects, planes, paths),
        "",
        bold("Try next"),
        ...tryNext(stack, pools),
        "",
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    if (placement.impossible.length > 0) {
        say(`${placement.impossible.join(", ")} can never run: the rehearsal of "${stack}" has failed.`);
        return 1;
    }
    return 0;
}

type Outputs = Readonly<Record<string, unknown>>;

function stackOutputs(session: Session, stack: string): Outputs {
    return JSON.parse(session.pulumi(["stack", "output", "--json", "--stack", stack], `reading the outputs of "${stack}"`)) as Outputs;
}

/** Plain outputs, as the program names them; what is secret or structured is for `stack output`. */
function facts(outputs: Outputs): string[][] {
    return Object.entries(outputs)
        .filter(([, value]) => typeof value === "string" && value !== "[secret]" && !value.startsWith("/subscriptions/"))
        .map(([name, value]) => [`  ${name}`, String(value)]);
}

function poolTable(pools: readonly StandingPool[]): string[] {
    const rows = pools.map((pool) => [
        `  ${pool.name}`,
        pool.size.replace(/^Standard_/, ""),
        pool.gpus === 0 ? "-" : `${pool.gpus} x ${pool.gpuModel}`,
        pool.minCount === pool.maxCount ? `${pool.minCount}` : `${pool.minCount} to ${pool.maxCount}`,
        pool.spot ? "spot" : "on-demand",
        costs(pool),
    ]);
    const known = pools.filter((pool) => pool.pricePerHour !== undefined && !pool.spot);
    const sum = (count: (pool: StandingPool) => number): string =>
        usd(known.reduce((total, pool) => total + (pool.pricePerHour ?? 0) * count(pool), 0));
    return [
        ...table([["  pool", "size", "GPUs per node", "nodes", "capacity", "USD per hour"], ...rows]),
        `  ${totalsLine(pools)}`,
        `  on-demand nodes: ${sum((pool) => pool.minCount)} USD per hour at the least, ${sum((pool) => pool.maxCount)} at the most ` +
            `(list prices of ${priceDate()}; disks, network, control plane and spot nodes not counted)`,
    ];
}

function costs(pool: StandingPool): string {
    if (pool.pricePerHour === undefined) {
        return "unknown";
    }
    const from = pool.pricePerHour * pool.minCount;
    const to = pool.pricePerHour * pool.maxCount;
    return pool.spot ? `below ${usd(to)}` : from === to ? usd(from) : `${usd(from)} to ${usd(to)}`;
}

function usd(amount: number): string {
    return amount.toFixed(2);
}

function priceDate(): string {
    const { _about } = JSON.parse(readFileSync(path.join(__dirname, "..", "azure", "data", "prices.json"), "utf8")) as { _about: string };
    return /\d{4}-\d{2}-\d{2}/.exec(_about)?.[0] ?? "an unknown date";
}

function whatWasSimulated(resources: number, objects: Inventory["objects"], planes: ControlPlanes, paths: RehearsalPaths): string[] {
    const releases = objects.filter(({ kind, apiVersion }) => kind === RELEASE_RECORD.kind && apiVersion === RELEASE_RECORD.apiVersion);
    const inFiles = objects.filter(({ cluster }) => !planes.has(cluster));
    const served = objects.length - inFiles.length;
    return [
        bold("What was real, and what was not"),
        "  real:       the Pulumi engine, this project unmodified, its state, previews and diffs",
        ...(served === 0
            ? []
            : [
                  `  real:       the cluster's API server, controllers and scheduler (${counted(served, "object")}); its nodes are simulated, no container runs`,
              ]),
        ...(resources === 0
            ? []
            : [
                  `  simulated:  Azure (${counted(resources, "resource")}, checked against the API's rules: names, quota, address ranges, versions, roles)`,
              ]),
        ...(inFiles.length === 0
            ? []
            : [
                  `  simulated:  the cluster's API (${counted(inFiles.length, "object")} kept in files: no admission, no scheduling, no pod runs)`,
                  `              ${reasonOf(inFiles, paths)}; "npm run rehearse -- doctor" says more`,
              ]),
        ...(releases.length === 0
            ? []
            : [`  simulated:  ${counted(releases.length, "Helm release")} (chart, version and every value checked; nothing rendered)`]),
        "  not proved: real durations, capacity on the day, images that can be pulled, prices of your agreement",
    ];
}

/** Why objects are in files. */
function reasonOf(objects: Inventory["objects"], paths: RehearsalPaths): string {
    const reasons = objects.flatMap(({ cluster }) => whyInFiles(clusterFolder(paths.clusters, cluster)) ?? []);
    return [...new Set(reasons)].join("; ").replaceAll("\n", " ") || "the cluster was made without a control plane";
}

function tryNext(stack: string, pools: readonly StandingPool[]): string[] {
    const gpuPool = pools.find((pool) => pool.gpus > 0);
    const size = gpuPool?.size === "Standard_NC8as_T4_v3" ? "Standard_NC16as_T4_v3" : "Standard_NC8as_T4_v3";
    const resize = `  npm run rehearse -- preview --diff -s ${stack}     after another GPU size in Pulumi.${stack}.yaml (say, ${size}): what is replaced?`;
    return [
        ...(gpuPool === undefined ? [] : [resize]),
        `  npm run rehearse -- inventory -s ${stack}          every resource and object that stands`,
        `  npm run rehearse -- destroy --yes -s ${stack}      and nothing is left`,
    ];
}
