/**
 * The bcrypt password hash (Provos and Mazières, USENIX 1999), since Node has none of its own.
 *
 * Blowfish starts from the first 8,336 hexadecimal digits of the fraction of pi; they are computed here once instead of carried as a table.
 */
const ROUNDS = 16;
const SUBKEYS = ROUNDS + 2;
const BOX = 256;
const ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const MAGIC = "OrpheanBeholderScryDoubt";
/** bcrypt looks at no more than this of a password. */
const PASSWORD_BYTES = 72;

/**
 * @param salt 16 bytes
 * @param cost base-2 logarithm of the number of key expansions; 10 takes a tenth of a second
 */
export function bcrypt(password: string, salt: Uint8Array, cost = 10): string {
    const key = Buffer.concat([Buffer.from(password, "utf8"), Buffer.from([0])]).subarray(0, PASSWORD_BYTES);
    const cipher = new Blowfish();
    cipher.expand(key, salt);
    for (let round = 0; round < 2 ** cost; round++) {
        cipher.expand(key);
        cipher.expand(salt);
    }
    const text = Buffer.from(MAGIC);
    const words = Uint32Array.from({ length: text.length / 4 }, (_, index) => text.readUInt32BE(index * 4));
    for (let block = 0; block < words.length; block += 2) {
        for (let round = 0; round < 64; round++) {
            cipher.encrypt(words, block);
        }
    }
    const digest = Buffer.alloc(text.length);
    words.forEach((word, index) => digest.writeUInt32BE(word, index * 4));
    return `$2a$${String(cost).padStart(2, "0")}$${encode(salt)}${encode(digest.subarray(0, -1))}`;
}

class Blowfish {
    /** The 18 subkeys, then four boxes of 256 words. */
    private readonly words = Uint32Array.from((piWords ??= fractionOfPi(SUBKEYS + 4 * BOX)));

    expand(key: Uint8Array, salt?: Uint8Array): void {
        const { words } = this;
        for (let index = 0; index < SUBKEYS; index++) {
            words[index] = (words[index] ?? 0) ^ wordAt(key, index);
        }
        const block = new Uint32Array(2);
        for (let index = 0; index < words.length; index += 2) {
            if (salt !== undefined) {
                block[0] = (block[0] ?? 0) ^ wordAt(salt, index);
                block[1] = (block[1] ?? 0) ^ wordAt(salt, index + 1);
            }
            this.encrypt(block, 0);
            words.set(block, index);
        }
    }

    encrypt(block: Uint32Array, at: number): void {
        const { words } = this;
        let left = block[at] ?? 0;
        let right = block[at + 1] ?? 0;
        for (let round = 0; round < ROUNDS; round++) {
            left ^= word(words, round);
            const sum = (word(words, SUBKEYS + (left >>> 24)) + word(words, SUBKEYS + BOX + ((left >>> 16) & 255))) >>> 0;
            const mixed = (sum ^ word(words, SUBKEYS + 2 * BOX + ((left >>> 8) & 255))) >>> 0;
            right ^= (mixed + word(words, SUBKEYS + 3 * BOX + (left & 255))) >>> 0;
            [left, right] = [right, left];
        }
        block[at] = right ^ word(words, ROUNDS + 1);
        block[at + 1] = left ^ word(words, ROUNDS);
    }
}

let piWords: readonly number[] | undefined;

function word(words: ArrayLike<number>, index: number): number {
    return words[index] ?? 0;
}

/** Four bytes of a key that is repeated without end. */
function wordAt(bytes: Uint8Array, index: number): number {
    return [0, 1, 2, 3].reduce((result, offset) => (result << 8) | (bytes[(index * 4 + offset) % bytes.length] ?? 0), 0);
}

/** The fraction of pi in words of 32 bits, by Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239). */
function fractionOfPi(count: number): number[] {
    const guardBits = 64n;
    const one = 1n << (BigInt(count) * 32n + guardBits);
    const arctanOfInverse = (divisor: bigint) => {
        let sum = 0n;
        let sign = 1n;
        for (let power = one / divisor, odd = 1n; power > 0n; power /= divisor * divisor, odd += 2n, sign = -sign) {
            sum += (sign * power) / odd;
        }
        return sum;
    };
    const fraction = (16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n) - 3n * one) >> guardBits;
    const digits = fraction.toString(16).padStart(count * 8, "0");
    return Array.from({ length: count }, (_, index) => Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16));
}

/** bcrypt's own base 64: its own alphabet, no padding. */
function encode(bytes: Uint8Array): string {
    const standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return [...Buffer.from(bytes).toString("base64").replaceAll("=", "")]
        .map((character) => ALPHABET.charAt(standard.indexOf(character)))
        .join("");
}
