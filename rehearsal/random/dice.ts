import { createHash, randomInt } from "node:crypto";

/** Draws a whole number from 0 up to, but not including, the limit. */
export type Dice = (limit: number) => number;

/** Real randomness. */
export const fairDice: Dice = (limit) => randomInt(limit);

/** Numbers that depend on nothing but the seed. They are not the ones that the real provider draws for it. */
export function seededDice(seed: string): Dice {
    let draws = 0;
    return (limit) => {
        const digest = createHash("sha256")
            .update(`${seed}\n${String(draws++)}`)
            .digest();
        return Number(digest.readBigUInt64BE() % BigInt(limit));
    };
}

/** The elements in random order, as a new list. */
export function shuffled<Element>(list: readonly Element[], dice: Dice): Element[] {
    const rest = [...list];
    const result: Element[] = [];
    while (rest.length > 0) {
        result.push(...rest.splice(dice(rest.length), 1));
    }
    return result;
}
