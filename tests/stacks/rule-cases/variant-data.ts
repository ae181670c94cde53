import type { RuleCases } from "./rule-case";

/** Rules of the variants, and of what several of them share. */
export const VARIANT_CASES = {} satisfies RuleCases;
