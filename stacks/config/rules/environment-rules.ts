import { findingsOf, type Finding, type RuleTable, underPath } from "../../../components/core/findings";
import { formatPath } from "../form/paths";
import type { ParsedConfig } from "../schema";

/** What must hold of the environment. Azure documentation: tag limitations. */
export const ENVIRONMENT_RULES = {
    "environment/protected-ephemeral": {
        severity: "error",
        reason: "An ephemeral environment is made to be destroyed, and what is protected cannot be: `pulumi destroy` would stop at the cluster.",
        fix: "Set `protect` to false, or `lifetime` to `{ kind: persistent }`.",
    },
    "environment/expiry": {
        severity: "error",
        reason: "The day on which an ephemeral environment ends goes on every resource as a tag, for whoever cleans up; it must be in the calendar.",
        fix: "Write YYYY-MM-DD.",
    },
    "environment/tag-count": {
        severity: "error",
        reason: "Azure takes at most 50 tags on a resource, and the program sets some of its own.",
        fix: "Keep fewer tags; the report says how many.",
    },
    "environment/reserved-tag": {
        severity: "error",
        reason: "The program sets this tag itself on everything, and Azure compares names of tags without regard to case, so that the two would overwrite each other.",
        fix: "Remove the tag or call it otherwise.",
    },
    "environment/tag-name": {
        severity: "error",
        reason: "Azure refuses a tag whose name is empty, has more than 512 characters, or one of `< > % & \\ ? /`.",
        fix: "Call the tag otherwise.",
    },
    "environment/tag-value": {
        severity: "error",
        reason: "Azure takes at most 256 characters as the value of a tag.",
        fix: "Shorten it.",
    },
} as const satisfies RuleTable;

const finding = findingsOf(ENVIRONMENT_RULES);

/** Tags that the program sets on everything; `tags.ts` is where. */
const RESERVED_TAGS = ["owner", "environment", "managed-by", "expires-on"] as const;

/** What the stack as a whole says of itself. */
export function environmentRules({ environment: { lifetime, protect, tags } }: ParsedConfig): Finding[] {
    const found: Finding[] = [];
    if (lifetime.kind === "ephemeral" && protect) {
        const message = "a protected environment cannot be destroyed, and an ephemeral one must be";
        found.push(
            finding(
                "environment/protected-ephemeral",
                "protect",
                protect,
                message,
                "set protect to false, or lifetime to { kind: persistent }",
            ),
        );
    }
    if (lifetime.kind === "ephemeral" && !isDay(lifetime.expiresOn)) {
        found.push(
            finding("environment/expiry", "lifetime.expiresOn", lifetime.expiresOn, "is not a day of the calendar", "write YYYY-MM-DD"),
        );
    }
    for (const [key, value] of Object.entries(tags)) {
        found.push(...tagFindings(key, value));
    }
    if (Object.keys(tags).length + RESERVED_TAGS.length > 50) {
        const message = `a resource has at most 50 tags, and ${RESERVED_TAGS.length} are the program's own`;
        found.push(
            finding("environment/tag-count", "tags", Object.keys(tags).length, message, `keep at most ${50 - RESERVED_TAGS.length}`),
        );
    }
    return underPath("environment", found);
}

/** Azure's limits for tags; names are compared without regard to case. */
function tagFindings(key: string, value: string): Finding[] {
    const path = formatPath(["tags", key]);
    if (RESERVED_TAGS.some((reserved) => reserved === key.toLowerCase())) {
        return [
            finding(
                "environment/reserved-tag",
                path,
                value,
                `the program sets ${RESERVED_TAGS.join(", ")} itself`,
                "remove it or call it otherwise",
            ),
        ];
    }
    if (key === "" || key.length > 512 || /[<>%&\\?/]/.test(key)) {
        return [
            finding("environment/tag-name", path, key, "a tag's name has 1 to 512 characters without < > % & \\ ? /", "call it otherwise"),
        ];
    }
    return value.length > 256
        ? [finding("environment/tag-value", path, value, "a tag's value has at most 256 characters", "shorten it")]
        : [];
}

function isDay(text: string): boolean {
    const day = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
