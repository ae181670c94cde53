import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { KubernetesObject } from "../object-store";
import type { Properties } from "../../provider/values";
import { AskedValues, type Condition } from "./conditions";
import { definitionFacts, definitionsOfRelease, type DefinitionFacts } from "./facts";

/** What a release says of its chart. */
export interface ChartOfRelease {
    /** Name of the chart, or its `oci://` address. */
    readonly chart: string;
    readonly version: string;
}

/** The inputs of a release that decide on definitions, beside its values. */
export interface ReleaseOptions {
    /** @default false */
    readonly skipCrds?: boolean;
    /**
     * The release runs no hooks.
     * @default false
     */
    readonly disableWebhooks?: boolean;
}

/** A definition that a chart brings, and what Helm does with it. */
export interface ChartDefinition {
    readonly facts: DefinitionFacts;
    /**
     * `templates`: part of the release; Helm refuses to install where another release or nobody owns a definition of that name.
     * `crds-folder`: installed before the release, and left alone where there already is one.
     */
    readonly place: "templates" | "crds-folder";
    /** Whether an upgrade of the release brings a new version of the definition. */
    readonly onUpgrade: "applied" | "left";
    /** Whether the definition, and with it every object of its kind, goes when the release is uninstalled. */
    readonly onUninstall: "removed" | "kept";
}

/** What of AKS brings definitions, without a release. */
export type ClusterPart = "snapshot-controller" | "node-auto-provisioning" | "istio-add-on" | "managed-gateway-api" | "flux-extension";

interface Brought {
    readonly release: string;
    /** Those of the release that are meant. @default all */
    readonly definitions?: readonly string[];
    readonly place: "templates" | "crds-folder";
    /** @default always */
    readonly when?: Condition;
    /** Annotated to stay when the release goes. @default never */
    readonly keep?: Condition;
    /** A list in the values of names that are left out. */
    readonly without?: { readonly names: string; readonly when: Condition };
    /** A job of the chart applies the definitions at an upgrade. @default never */
    readonly upgradeHook?: Condition;
    /** A job of the chart deletes them before the release goes. @default never */
    readonly deleteHook?: Condition;
}

interface ChartInstaller {
    readonly chart: string;
    /** The first version for which this holds. */
    readonly from: string;
    /** The first for which nobody looked. */
    readonly below: string;
    readonly defaults?: Properties;
    readonly brings: readonly Brought[];
}

interface ManifestInstaller {
    readonly repository: string;
    readonly path: string;
    readonly release: string;
    /** @default all of the release */
    readonly definitions?: readonly string[];
    /** What runs of it, as far as it matters to nodes, and the namespace that it is in. */
    readonly workloads?: readonly KubernetesObject[];
}

interface Installers {
    readonly charts: readonly ChartInstaller[];
    readonly manifests: readonly ManifestInstaller[];
    readonly parts: Readonly<Record<ClusterPart, readonly string[]>>;
}

/** How a user finds the table. */
const SHOWN_FILE = "rehearsal/kubernetes/definitions/installers.json";

const installers = JSON.parse(readFileSync(path.join(__dirname, "installers.json"), "utf8")) as Installers;

/**
 * The definitions that a release of a chart brings, with these values.
 *
 * @param values plain
 * @throws Error for a chart or a version of which the table does not say what it brings
 */
export function definitionsOf(
    { chart: given, version }: ChartOfRelease,
    values: Properties,
    options: ReleaseOptions = {},
): ChartDefinition[] {
    const chart = given.split("/").at(-1) ?? given;
    const { brings, defaults = {} } = findInstaller(chart, version);
    const asked = new AskedValues(values, defaults);
    const runsHooks = options.disableWebhooks !== true;
    return brings
        .filter(({ place, when = "always" }) => asked.meets(when) && (place === "templates" || options.skipCrds !== true))
        .flatMap((brought) => {
            const { place, keep, upgradeHook, deleteHook } = brought;
            const isHeld = (condition: Condition | undefined): boolean => condition !== undefined && asked.meets(condition);
            const isApplied = place === "templates" || (runsHooks && isHeld(upgradeHook));
            const isRemoved = place === "templates" ? !isHeld(keep) : runsHooks && isHeld(deleteHook);
            return factsOf(brought, asked).map((facts): ChartDefinition => ({
                facts,
                place,
                onUpgrade: isApplied ? "applied" : "left",
                onUninstall: isRemoved ? "removed" : "kept",
            }));
        });
}

/**
 * The definitions among the manifests in a folder of a Git repository; none where the table does not know the repository.
 *
 * @param repository its address, with or without scheme and `.git`
 */
export function definitionsOfManifests(repository: string, folder: string): DefinitionFacts[] {
    return manifestsIn(repository, folder).flatMap((one) => chosenFacts(one));
}

/** What is known to run of the manifests in a folder of a Git repository, with the namespaces that it is in. */
export function workloadsOfManifests(repository: string, folder: string): KubernetesObject[] {
    return manifestsIn(repository, folder).flatMap(({ workloads = [] }) => workloads);
}

function manifestsIn(repository: string, folder: string): ManifestInstaller[] {
    const address = repository.replace(/^[a-z]+:\/\/([^/@]*@)?/, "").replace(/(\.git)?\/*$/, "");
    const within = folder.replace(/^[./]+/, "").replace(/\/+$/, "");
    return installers.manifests.filter((one) => one.repository === address && (isBelow(within, one.path) || isBelow(one.path, within)));
}

/**
 * The definition of a kind that no chart brings, but a part of AKS or by manifests that Flux applies: without controllers nobody installs it, so a
 * store without them takes it for there.
 */
export function definitionBroughtInCluster(apiVersion: string, kind: string): DefinitionFacts | undefined {
    const [group = ""] = apiVersion.split("/");
    const charted = new Set(installers.charts.flatMap(({ brings }) => brings.map(({ release }) => release)));
    const releases = [...installers.parts["flux-extension"], ...installers.manifests.map(({ release }) => release)];
    return [...new Set(releases)]
        .filter((release) => !charted.has(release))
        .flatMap((release) => definitionsOfRelease(release))
        .find((facts) => facts.group === group && facts.kind === kind);
}

/** The definitions that a part of AKS brings. */
export function definitionsOfPart(part: ClusterPart): DefinitionFacts[] {
    return installers.parts[part].flatMap((release) => definitionsOfRelease(release));
}

function findInstaller(chart: string, version: string): ChartInstaller {
    const known = installers.charts.filter((one) => one.chart === chart);
    const found = known.find(({ from, below }) => compare(version, from) >= 0 && compare(version, below) < 0);
    if (found === undefined) {
        const ranges = known.map(({ from, below }) => `from ${from} to below ${below}`).join(", ");
        const which = known.length === 0 ? `chart "${chart}"` : `chart "${chart}" version ${version}`;
        const has = known.length === 0 ? "" : `, only of versions ${ranges}`;
        throw new Error(`nobody looked which definitions ${which} brings${has}; add it to ${SHOWN_FILE}`);
    }
    return found;
}

function factsOf(brought: Brought, values: AskedValues): DefinitionFacts[] {
    const { without } = brought;
    const listed = without !== undefined && values.meets(without.when) ? values.at(without.names) : [];
    const excluded: readonly unknown[] = Array.isArray(listed) ? listed : [];
    return chosenFacts(brought).filter(({ name }) => !excluded.includes(name));
}

function chosenFacts({ release, definitions }: Pick<Brought, "release" | "definitions">): readonly DefinitionFacts[] {
    return definitions === undefined ? definitionsOfRelease(release) : definitions.map((name) => definitionFacts(release, name));
}

function isBelow(one: string, other: string): boolean {
    return other === "" || one === other || one.startsWith(`${other}/`);
}

/** Orders versions by their numbers; what follows a hyphen or a plus is not looked at. */
function compare(one: string, other: string): number {
    const [numbers, others] = [one, other].map((version) =>
        version
            .replace(/^v/, "")
            .replace(/[-+].*/, "")
            .split(".")
            .map(Number),
    );
    for (const index of [0, 1, 2]) {
        const difference = (numbers?.[index] ?? 0) - (others?.[index] ?? 0);
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}
