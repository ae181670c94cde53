import { shuffled, type Dice } from "./dice";

/** What a random string may consist of. */
export interface TextRules {
    readonly length: number;
    readonly lower: boolean;
    readonly upper: boolean;
    readonly numeric: boolean;
    readonly special: boolean;
    /** Replaces {@link SPECIAL}. */
    readonly overrideSpecial: string | undefined;
    readonly minLower: number;
    readonly minUpper: number;
    readonly minNumeric: number;
    readonly minSpecial: number;
}

/** Special characters unless overridden, as the provider's documentation lists them. */
export const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";

/** Why no string can follow the rules; undefined when one can. */
export function whyImpossible(rules: TextRules): string | undefined {
    const needed = rules.minLower + rules.minUpper + rules.minNumeric + rules.minSpecial;
    if (!Number.isInteger(rules.length) || rules.length < 1) {
        return `length is ${String(rules.length)}: use a whole number of at least 1`;
    }
    if (rules.length < needed) {
        return `length is ${String(rules.length)}, but minLower + minUpper + minNumeric + minSpecial is ${String(needed)}: raise length or lower a minimum`;
    }
    return alphabet(rules) === "" ? "lower, upper, numeric and special are all false: allow at least one of them" : undefined;
}

/** A string that follows the rules, which must be possible. */
export function randomText(rules: TextRules, dice: Dice): string {
    const draw = (characters: string, count: number) => Array.from({ length: count }, () => characters.charAt(dice(characters.length)));
    const required = [
        ...draw(LOWER, rules.minLower),
        ...draw(LOWER.toUpperCase(), rules.minUpper),
        ...draw(DIGITS, rules.minNumeric),
        ...draw(rules.overrideSpecial ?? SPECIAL, rules.minSpecial),
    ];
    return shuffled([...required, ...draw(alphabet(rules), rules.length - required.length)], dice).join("");
}

function alphabet(rules: TextRules): string {
    return [
        rules.lower ? LOWER : "",
        rules.upper ? LOWER.toUpperCase() : "",
        rules.numeric ? DIGITS : "",
        rules.special ? (rules.overrideSpecial ?? SPECIAL) : "",
    ].join("");
}
