import type { Mention, Mentions } from "./mentions";
import { requirementsOf, type Requirement, type Variant } from "./requirements";

/**
 * How a requirement stands: tests show it, or show that its old form is refused; the documentation describes it or says why it is left out;
 * or nothing does.
 */
export type Standing = "implemented" | "refused" | "documented" | "missing";

export interface TracedRequirement extends Requirement {
    readonly standing: Standing;
    readonly places: readonly Mention[];
}

/** Every requirement of a variant with the places that name it. */
export function trace(variant: Variant, tests: Mentions, documents: Mentions): TracedRequirement[] {
    return requirementsOf(variant).map((requirement) => {
        const named = tests.get(requirement.id) ?? [];
        if (named.length > 0) {
            return { ...requirement, standing: named.every(refuses) ? "refused" : "implemented", places: named };
        }
        const described = requirement.isTested ? [] : (documents.get(requirement.id) ?? []);
        return { ...requirement, standing: described.length > 0 ? "documented" : "missing", places: described };
    });
}

/** Tests of what configuration and Azure refuse have files of their own, or say it in their title. */
function refuses({ file, text }: Mention): boolean {
    return (
        /(-rules\.test|-faults-data|\/refusals-[\w-]+\.test|\/refusals\.test|rule-cases\/[\w-]+)\.ts$/.test(file) ||
        /\brefus(?:es|ed?|al)\b/.test(text)
    );
}

/** A line for each requirement, the places below it, and the count at the end. */
export function report(variant: Variant, traced: readonly TracedRequirement[]): string[] {
    const width = Math.max(...traced.map(({ id }) => id.length));
    const lines = traced.flatMap(({ id, standing, demand, places }) => [
        `${id.padEnd(width)}  ${standing.padEnd(11)}  ${demand}`,
        ...[...new Set(places.map(({ file }) => file))].map((file) => `${" ".repeat(width + 15)}${file}`),
    ]);
    const counted = (["implemented", "refused", "documented", "missing"] as const).map(
        (standing) => `${String(traced.filter((requirement) => requirement.standing === standing).length)} ${standing}`,
    );
    return [...lines, `${variant}: ${counted.join(", ")}`];
}
