import { REQUIREMENT_ROWS, SEED_BUG_ROWS } from "./requirements-data";

export type Variant = keyof typeof REQUIREMENT_ROWS;

export const VARIANTS = Object.keys(REQUIREMENT_ROWS) as readonly Variant[];

export interface Requirement {
    readonly id: string;
    /** Letters, as the data explains them. */
    readonly verdict: string;
    readonly demand: string;
    /** Whether a test has to name it. Process and wishes are named by the documentation, where they are described or left out. */
    readonly isTested: boolean;
}

/** The rows of a variant, with the bugs of its source document at the end. */
export function requirementsOf(variant: Variant): Requirement[] {
    const rows = REQUIREMENT_ROWS[variant].map(([id, verdict, demand]) => ({ id, verdict, demand, isTested: /[KCOBSF]/.test(verdict) }));
    const ids: ReadonlySet<string> = new Set(rows.map(({ id }) => id));
    const bugs = SEED_BUG_ROWS.filter(([, concerned]) => concerned.some((id) => ids.has(id)));
    return [...rows, ...bugs.map(([id, , fault]) => ({ id, verdict: "bug", demand: fault, isTested: true }))];
}

/** Ids as titles and documents write them. */
export const REQUIREMENT_ID = /\b(?:S[0-4]-\d+|B\d{1,2})\b/g;
