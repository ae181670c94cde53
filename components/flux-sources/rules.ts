import { type Finding, findingsOf, joinPath, keyStep, underPath } from "../core/findings";
import { FLUX_RULES } from "./rule-table";
import { FLUX_DEFAULTS, type GitSourceSpec, type KustomizationSpec, SOURCE_NAME_PATTERN } from "./spec";

export { FLUX_RULES } from "./rule-table";
export { FLUX_DEFAULTS, type GitSourceSpec, type KustomizationSpec, type ManifestPatch, type PatchOperation } from "./spec";

const finding = findingsOf(FLUX_RULES);

/** Names of branches that are commonly taken for a release. */
const MOVING_NAMES = ["latest", "main", "master", "head", "stable", "nightly"];

/** Sources by name. Paths begin with the source's name. */
export function fluxRules(sources: Readonly<Record<string, GitSourceSpec>>): Finding[] {
    const known = new Map<string, KustomizationSpec>();
    const found = Object.entries(sources).flatMap(([name, source]) => {
        const here = [...nameRules(name), ...sourceRules(source)];
        for (const [key, kustomization] of Object.entries(source.kustomizations)) {
            const path = joinPath("kustomizations", keyStep(key));
            if (known.has(key)) {
                const message = "another source has a Kustomization of this name";
                here.push(finding("flux/name-twice", path, key, message, "give one of them another name"));
            }
            known.set(key, kustomization);
            here.push(...underPath(path, [...nameRules(key), ...kustomizationRules(kustomization)]));
        }
        return underPath(keyStep(name), here);
    });
    const dependencies = Object.entries(sources).flatMap(([name, { kustomizations }]) =>
        Object.entries(kustomizations).flatMap(([key, kustomization]) =>
            underPath(joinPath(keyStep(name), joinPath("kustomizations", keyStep(key))), dependencyRules(key, kustomization, known)),
        ),
    );
    return [...found, ...dependencies];
}

function nameRules(name: string): Finding[] {
    const message = "a name has 1 to 63 lower-case letters, digits and dashes, with no dash at either end";
    return SOURCE_NAME_PATTERN.test(name) ? [] : [finding("flux/name", "", name, message, "call it for example rabbitmq-operator")];
}

function sourceRules({ repository, ref }: GitSourceSpec): Finding[] {
    const found: Finding[] = [];
    const url = URL.canParse(repository) ? new URL(repository) : undefined;
    if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") {
        // The address is not shown: a password may be in it.
        const message = "not the https:// address of a public repository";
        found.push(finding("flux/repository", "repository", undefined, message, "write for example https://github.com/<owner>/<name>"));
    }
    const fix = "name a release's tag, or a commit by its 40 digits";
    if ("commit" in ref) {
        if (!/^[0-9a-f]{40}$/.test(ref.commit)) {
            found.push(finding("flux/not-pinned", "ref.commit", ref.commit, "not a commit, which has 40 hexadecimal digits", fix));
        }
    } else if (ref.tag === "" || MOVING_NAMES.includes(ref.tag.toLowerCase())) {
        found.push(finding("flux/not-pinned", "ref.tag", ref.tag, "not the tag of one release", fix));
    }
    return found;
}

function kustomizationRules({ path, timeoutMinutes = FLUX_DEFAULTS.timeoutMinutes }: KustomizationSpec): Finding[] {
    const found: Finding[] = [];
    if (path === "" || path.startsWith("/") || path.split("/").includes("..")) {
        found.push(finding("flux/path", "path", path, "not a path from the repository's root", "write for example config/installation"));
    }
    if (!Number.isInteger(timeoutMinutes) || timeoutMinutes < 1 || timeoutMinutes > 60) {
        found.push(finding("flux/timeout", "timeoutMinutes", timeoutMinutes, "not 1 to 60 whole minutes", "set it to 10"));
    }
    return found;
}

function dependencyRules(name: string, { dependsOn = [] }: KustomizationSpec, known: ReadonlyMap<string, KustomizationSpec>): Finding[] {
    const unknown = dependsOn.flatMap((one, index) =>
        known.has(one)
            ? []
            : [
                  finding(
                      "flux/unknown-dependency",
                      `dependsOn[${index}]`,
                      one,
                      `no source has a Kustomization of this name; there are ${[...known.keys()].join(", ")}`,
                      "name one of them",
                  ),
              ],
    );
    const circle = waitsFor(name, known).has(name)
        ? [finding("flux/circular-dependency", "dependsOn", dependsOn, "waits for itself, by way of others", "take one out of the circle")]
        : [];
    return [...unknown, ...circle];
}

/** Everything that a Kustomization waits for, directly or not. */
function waitsFor(name: string, known: ReadonlyMap<string, KustomizationSpec>): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (one: string): void => {
        for (const next of known.get(one)?.dependsOn ?? []) {
            if (!found.has(next)) {
                found.add(next);
                visit(next);
            }
        }
    };
    visit(name);
    return found;
}
