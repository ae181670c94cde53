/** The candidate that is written most like a word, or none when all are too different to be a slip of the pen. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
    const given = letters(word);
    const ranked = candidates
        .map((candidate) => ({ candidate, meant: letters(candidate), most: Math.max(1, Math.floor(candidate.length / 3)) }))
        // Each letter that is too many or too few is a difference: an answer at once for texts of any length.
        .filter(({ meant, most }) => Math.abs(given.length - meant.length) <= most)
        .map(({ candidate, meant, most }) => ({ candidate, most, distance: distance(given, meant) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    return best !== undefined && best.distance <= best.most ? best.candidate : undefined;
}

function letters(word: string): string {
    return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** Number of letters to insert, drop, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
    const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
    for (let i = 1; i <= a.length; i++) {
        const row = [i];
        for (let j = 1; j <= b.length; j++) {
            const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(rows, i - 2, j - 2) + 1 : Infinity;
            const changed = at(rows, i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
            row.push(Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? Infinity) + 1, changed, swapped));
        }
        rows.push(row);
    }
    return at(rows, a.length, b.length);
}

function at(rows: readonly (readonly number[])[], row: number, column: number): number {
    return rows[row]?.[column] ?? Infinity;
}
