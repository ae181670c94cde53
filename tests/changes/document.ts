import { tableOf, type PropertyNode } from "../../rehearsal/azure/schema/tables";
import type { Registration } from "../support/mocks";
import type { ResourceOutcome } from "./outcome";
import { within } from "./provider-diff";
import { refusedBy } from "./refused-by";
import { STACK, bothSides, registered, type KeyOutcome } from "./run";

const INTRODUCTION = [
    "What the next `pulumi up` does when a value in a stack file changes. `pulumi preview` says the same of your own change, before anything is done.",
    `\`npm run changes\` writes this file: each row is one change of \`Pulumi.${STACK}.yaml\`, run through the program, and judged by the API tables of the rehearsal, by the providers' own rules for what is in the cluster and for what is drawn, and by the options that the components set. A test fails when it is stale, when a key that reaches Azure is missing, or when a change would be sent that Azure refuses.`,
    "**Replaced** resources are deleted first and made anew, since their names are fixed: with a cluster go its pools, its volumes and everything in it. Passwords, keys, certificates and Secrets with a name of Pulumi's are made anew before the old ones go. A resource with `protect` refuses to be replaced, before anything is done. A change of a `template` makes the pods of it anew, a few at a time. What is **ignored** counts when the resource is made, and never after.",
    "**Refused by** names the rules that refuse other values of the key, or that value beside what the stack file says elsewhere. They speak before anything is done, with what to change.",
];

const CLUSTER = "ManagedCluster";

/** One property of a resource type, and what a change of it does. */
export interface PropertyRule {
    readonly type: string;
    /** `a.b` nests, `a[]` is an element of a list, `a.*` a value of a map. */
    readonly path: string;
    readonly rule: "updates in place" | "replaces" | "replaces, by this program" | "replaces, with its name" | "ignored" | "never changes";
    /** Logical name of a resource that has it. */
    readonly resource: string;
    readonly keys: readonly string[];
}

/** docs/changes.md. */
export async function changesDocument(outcomes: readonly KeyOutcome[]): Promise<string> {
    const rules = await propertyRules(outcomes);
    return `${["# What a change does", ...INTRODUCTION, "## By key", keyTable(outcomes), "## By property of Azure", PROPERTIES, ...typeTables(rules)].join("\n\n")}\n`;
}

const PROPERTIES =
    "Every property of an Azure resource that the components set. _replaces_: the provider does so by itself, or the property is part of the resource's id. _replaces, by this program_: Azure refuses the change (`PropertyChangeNotAllowed`, or one of its siblings), the provider would send it all the same, so the component names it in `replaceOnChanges`. _replaces, with its name_: Azure refuses it too, and what changes it changes the name as well. _never changes_: Azure would refuse it, and no key leads to it. Properties without a key are the program's own, and change with its versions only.";

function keyTable(outcomes: readonly KeyOutcome[]): string {
    const rows = outcomes.map(({ edit, outcomes: found }) => {
        return [`\`${edit.key}\``, summary(found), edit.note ?? "", refusedBy(edit).map(ruleLink).join(", ")];
    });
    return table(["key", "a change of it", "", "refused by"], rows);
}

const ruleLink = (rule: string): string => `[${rule}](rules.md#${rule})`;

/** What happens, in a few words: whole clusters are not listed resource by resource. */
function summary(found: readonly ResourceOutcome[]): string {
    const of = (...kinds: ResourceOutcome["outcome"][]): ResourceOutcome[] => found.filter(({ outcome }) => kinds.includes(outcome));
    const parts = [
        ["**replaces**", types(of("replaced"))],
        ["and with it", types(of("replaced with"))],
        ["makes", types(of("created"))],
        ["deletes", types(of("deleted"))],
        ["updates", withProperties(of("updated"), "updated")],
        ["**refused** by Azure:", withProperties(of("refused"), "refused")],
        ["ignored:", withProperties(of("ignored"), "ignored")],
    ].filter(([, what]) => what !== "");
    return parts.length === 0 ? "nothing in Azure" : parts.map(([verb, what]) => `${verb} ${what}`).join("; ");
}

function types(found: readonly ResourceOutcome[]): string {
    const names = [...new Set(found.map(({ type }) => short(type)))];
    return [...names.filter((name) => name === CLUSTER), ...names.filter((name) => name !== CLUSTER).sort()].join(", ");
}

function withProperties(found: readonly ResourceOutcome[], outcome: string): string {
    const byType = new Map<string, Set<string>>();
    for (const { type, properties } of found) {
        const paths = byType.get(short(type)) ?? new Set();
        properties.filter((one) => one.outcome === outcome).forEach(({ path }) => paths.add(general(path)));
        byType.set(short(type), paths);
    }
    if (byType.size > 4) {
        const [paths = new Set<string>()] = byType.values();
        return `${code(paths)} of ${byType.size} types`;
    }
    return [...byType].map(([type, paths]) => `${type} ${code(paths)}`).join(", ");
}

const code = (paths: ReadonlySet<string>): string => [...paths].map((path) => `\`${path}\``).join(", ");

/** `azure-native:network:Subnet` -> `Subnet`. */
const short = (type: string): string => type.split(":").at(-1) ?? type;

/** Without the indices and keys of one example. */
const general = (path: string): string =>
    path
        .replaceAll(/\["?\d+"?\]/g, "[]")
        .replaceAll(/\["[^"]*"\]/g, ".*")
        // A list of texts is changed as a whole.
        .replace(/^(nodeTaints)\[\]$/, "$1")
        .replace(/^(tags|nodeLabels)\..+$/, "$1.*")
        // Whatever changes in it, pods are made anew.
        .replace(/^(spec\.(?:.+\.)?template)\..+$/, "$1");

/** Every property of an Azure type that any of the runs sets, with what a change of it does. */
export async function propertyRules(outcomes: readonly KeyOutcome[]): Promise<PropertyRule[]> {
    const rules = new Map<string, PropertyRule>();
    const keys = keysByProperty(outcomes);
    for (const { edit } of outcomes) {
        const { before, after } = bothSides(edit);
        for (const resource of [...(await registered(before)).resources, ...(await registered(after)).resources]) {
            if (resource.type.startsWith("azure-native:")) {
                for (const rule of rulesOf(resource, keys)) {
                    const id = `${rule.type} ${rule.path} ${rule.rule}`;
                    rules.set(id, rules.get(id) ?? rule);
                }
            }
        }
    }
    return [...rules.values()].sort((a, b) => (`${a.type} ${a.path}` < `${b.type} ${b.path}` ? -1 : 1));
}

function keysByProperty(outcomes: readonly KeyOutcome[]): ReadonlyMap<string, Set<string>> {
    const keys = new Map<string, Set<string>>();
    for (const { edit, outcomes: found } of outcomes) {
        for (const { type, properties } of found) {
            for (const { path } of properties) {
                const id = `${type} ${general(path)}`;
                keys.set(id, (keys.get(id) ?? new Set()).add(edit.key));
            }
        }
    }
    return keys;
}

function rulesOf(resource: Registration, keys: ReadonlyMap<string, Set<string>>): PropertyRule[] {
    const { type, name, options } = resource;
    return leavesOf(tableOf(type).root, resource.inputs, "", []).map(({ path, nodes }) => {
        const steps = path.split(".");
        const byProvider = nodes.some((node) => node.replaces !== undefined);
        const fixed = nodes.some((node) => node.fixed !== undefined);
        const named = steps.map((_, index) =>
            steps
                .slice(0, index + 1)
                .join(".")
                .replace(/(\[\]|\.\*)$/, ""),
        );
        const ignored = within([steps[0]?.replace("[]", "") ?? ""], options.ignoreChanges);
        const byProgram = named.some((prefix) => (options.replaceOnChanges ?? []).includes(prefix));
        // Every location is the region's, also of what the example for it does not have.
        const changing = [...(keys.get(`${type} ${path}`) ?? (path === "location" ? ["region"] : []))];
        const rule = ignored
            ? "ignored"
            : byProvider
              ? "replaces"
              : byProgram
                ? "replaces, by this program"
                : !fixed
                  ? "updates in place"
                  : changing.length > 0
                    ? "replaces, with its name"
                    : "never changes";
        return { type, path, rule, resource: name, keys: changing };
    });
}

interface Leaf {
    readonly path: string;
    /** From the outermost property to this one. */
    readonly nodes: readonly PropertyNode[];
}

function leavesOf(node: PropertyNode, value: unknown, path: string, nodes: readonly PropertyNode[]): Leaf[] {
    if (Array.isArray(value)) {
        return node.item === undefined || value.length === 0
            ? [{ path, nodes }]
            : value.flatMap((element) => down(node.item, element, `${path}[]`, nodes));
    }
    if (typeof value !== "object" || value === null || (node.children.size === 0 && node.values === undefined)) {
        return [{ path, nodes }];
    }
    return Object.entries(value).flatMap(([key, inner]) => {
        const child = node.children.get(key);
        const at = child === undefined ? `${path}.*` : path === "" ? key : `${path}.${key}`;
        return down(child ?? node.values, inner, at, nodes);
    });
}

function down(node: PropertyNode | undefined, value: unknown, path: string, nodes: readonly PropertyNode[]): Leaf[] {
    if (node === undefined) {
        throw new Error(`${path} is set, and no type table has it`);
    }
    return leavesOf(node, value, path, [...nodes, node]);
}

function typeTables(rules: readonly PropertyRule[]): string[] {
    return [...new Set(rules.map(({ type }) => type))].flatMap((type) => {
        const rows = rules.filter((rule) => rule.type === type).map(({ path, rule, keys }) => [`\`${path}\``, rule, keyList(keys)]);
        return [`### ${type.replace("azure-native:", "").replace(":", ".")}`, table(["property", "a change of it", "keys"], rows)];
    });
}

function keyList(keys: readonly string[]): string {
    const shown = keys.slice(0, 4).map((key) => `\`${key}\``);
    return keys.length > 4 ? `${shown.join(", ")} and ${keys.length - 4} more` : shown.join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const lines = [head, head.map(() => "---"), ...rows].map(
        (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
    );
    return lines.join("\n");
}
