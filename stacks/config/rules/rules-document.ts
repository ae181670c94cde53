import type { Rule } from "../../../components/core/findings";
import { RULES, type RuleId } from "./rule-table";

/** Titles of sections whose rules begin with something else than the section's name. */
const TITLES: Readonly<Record<string, string>> = {
    config: "Stack files",
    environment: "Environment and tags",
    platform: "Names, and what a variant needs",
    pool: "Every node pool",
    "gpu-pools": "GPU pools",
    "gpu-software": "GPU software",
    dns: "DNS records",
    mesh: "Service mesh",
    sso: "Single sign-on",
    "s3-gateway": "S3 gateway",
    "jupyter-hub": "JupyterHub",
    studioml: "StudioML",
    rabbitmq: "RabbitMQ",
};

const INTRODUCTION = [
    "Every rule that a stack file is checked against, all of them at once, before anything is made. A report ends each fault with the id of its rule.",
    "An **error** ends the run, and nothing is changed. A _warning_ is shown, and the run goes on.",
    "`npm run rules` writes this file from the tables beside the rules, and a test fails when it is stale; each id also has a test that breaks it and one that satisfies it.",
];

/** docs/rules.md: a section for each group, an entry for each rule with its id as the anchor (`docs/rules.md#network/next-hop`). */
export function rulesDocument(): string {
    const ids = Object.keys(RULES) as RuleId[];
    const groups = [...new Set(ids.map(groupOf))].map((group) => ({
        title: titleOf(group),
        own: ids.filter((id) => groupOf(id) === group),
    }));
    const contents = groups.map(({ title, own }) => `- [${title}](#${slugOf(title)}): ${own.length}`);
    const sections = groups.map(({ title, own }) => [`## ${title}`, ...own.map((id) => entry(id, RULES[id]))].join("\n\n"));
    return `${["# Rules", INTRODUCTION.join("\n"), contents.join("\n"), ...sections].join("\n\n")}\n`;
}

function entry(id: RuleId, { severity, reason, fix }: Rule): string {
    const marked = severity === "error" ? "**error**" : "_warning_";
    return [`### <a id="${id}"></a>${id}`, `${marked}: ${asMarkdown(reason)}`, `Fix: ${asMarkdown(fix)}`].join("\n\n");
}

/** The part of an id before its slash: what the rule guards. */
function groupOf(id: RuleId): string {
    return id.split("/")[0] ?? id;
}

function titleOf(group: string): string {
    return TITLES[group] ?? `${group.slice(0, 1).toUpperCase()}${group.slice(1).replaceAll("-", " ")}`;
}

/** A placeholder, such as the id in /subscriptions/<id>, would be taken for a tag: a word with one becomes code. */
function asMarkdown(text: string): string {
    const wordWithPlaceholder = /(\S*<[^\s>]*>\S*?)([.,;:]*)(?=\s|$)/g;
    const parts = text.split(/(`[^`]*`)/);
    return parts.map((part) => (part.startsWith("`") ? part : part.replaceAll(wordWithPlaceholder, "`$1`$2"))).join("");
}

/** The anchor that a heading gets by itself. */
function slugOf(title: string): string {
    return title.toLowerCase().replaceAll(",", "").replaceAll(" ", "-");
}
