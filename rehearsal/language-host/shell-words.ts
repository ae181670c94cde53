/**
 * Splits a line into words as a POSIX shell would, without expanding anything: quotes group, a backslash escapes, `#` at the start of a word
 * begins a comment.
 *
 * @throws Error when a quote is left open
 */
export function splitShellWords(line: string): string[] {
    const words: string[] = [];
    let word: string | undefined;
    let quote: string | undefined;
    for (let index = 0; index < line.length; index++) {
        const character = line.charAt(index);
        if (quote === "'") {
            if (character === quote) {
                quote = undefined;
            } else {
                word = (word ?? "") + character;
            }
        } else if (character === "\\") {
            index++;
            word = (word ?? "") + line.charAt(index);
        } else if (quote === '"') {
            if (character === quote) {
                quote = undefined;
            } else {
                word = (word ?? "") + character;
            }
        } else if (character === "'" || character === '"') {
            quote = character;
            word ??= "";
        } else if (/\s/.test(character)) {
            if (word !== undefined) {
                words.push(word);
            }
            word = undefined;
        } else if (character === "#" && word === undefined) {
            break;
        } else {
            word = (word ?? "") + character;
        }
    }
    if (quote !== undefined) {
        throw new Error(`nodeargs: ${JSON.stringify(line)} leaves a ${quote} open: close it`);
    }
    return word === undefined ? words : [...words, word];
}
