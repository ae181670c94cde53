import { randomBytes, randomUUID } from "node:crypto";
import { secret, type Properties, type Value } from "../provider/values";
import { bcrypt } from "./bcrypt";
import { fairDice, seededDice, shuffled } from "./dice";
import { ADJECTIVES, ADVERBS, ANIMALS } from "./pet-words";
import { randomText, whyImpossible, type TextRules } from "./text";

/** What a resource of the random provider adds to its inputs. */
export interface Drawn {
    readonly id: string;
    readonly computed: Properties;
}

export interface RandomResource {
    readonly required: readonly string[];
    readonly defaults: Properties;
    /** Names of what is drawn: unknown in a preview. */
    readonly computed: readonly string[];
    /** Why the inputs, plain and known, cannot be met. */
    refusal?(inputs: Properties): { readonly property: string; readonly reason: string } | undefined;
    draw(inputs: Properties): Drawn;
    /** The inputs and the result that an import id stands for; absent where the real provider has no import. */
    adopt?(id: string): { readonly inputs: Properties } & Drawn;
}

const textDefaults = { lower: true, upper: true, numeric: true, special: true, minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 };

const randomString: RandomResource = {
    required: ["length"],
    defaults: textDefaults,
    computed: ["result"],
    refusal: textRefusal,
    draw: (inputs) => {
        const result = randomText(textRules(inputs), fairDice);
        return { id: result, computed: { result } };
    },
    adopt: (id) => ({ inputs: { ...textDefaults, length: id.length }, id, computed: { result: id } }),
};

const randomPassword: RandomResource = {
    required: ["length"],
    defaults: textDefaults,
    computed: ["result", "bcryptHash"],
    refusal: textRefusal,
    draw: (inputs) => passwordOf(randomText(textRules(inputs), fairDice)),
    adopt: (id) => ({ inputs: { ...textDefaults, length: id.length }, ...passwordOf(id) }),
};

const randomBytesResource: RandomResource = {
    required: ["length"],
    defaults: {},
    computed: ["base64", "hex"],
    refusal: (inputs) => atLeastOne(inputs, "length"),
    draw: (inputs) => {
        const bytes = randomBytes(number(inputs["length"]));
        return { id: "none", computed: { base64: secret(bytes.toString("base64")), hex: secret(bytes.toString("hex")) } };
    },
};

const randomId: RandomResource = {
    required: ["byteLength"],
    defaults: {},
    computed: ["b64Std", "b64Url", "dec", "hex"],
    refusal: (inputs) => atLeastOne(inputs, "byteLength"),
    draw: (inputs) => idOf(randomBytes(number(inputs["byteLength"])), text(inputs["prefix"]) ?? ""),
    adopt: (id) => {
        const [url = "", ...prefixes] = id.split(",").reverse();
        const prefix = prefixes.reverse().join(",");
        const bytes = Buffer.from(url, "base64url");
        return { inputs: { byteLength: bytes.length, ...(prefix === "" ? {} : { prefix }) }, ...idOf(bytes, prefix) };
    },
};

const randomInteger: RandomResource = {
    required: ["min", "max"],
    defaults: {},
    computed: ["result"],
    refusal: (inputs) =>
        number(inputs["max"]) < number(inputs["min"])
            ? {
                  property: "max",
                  reason: `max is ${JSON.stringify(inputs["max"])}, below min ${JSON.stringify(inputs["min"])}: raise max or lower min`,
              }
            : undefined,
    draw: (inputs) => {
        const [min, max, seed] = [number(inputs["min"]), number(inputs["max"]), text(inputs["seed"])];
        const result = min + (seed === undefined ? fairDice : seededDice(seed))(max - min + 1);
        return { id: String(result), computed: { result } };
    },
    adopt: (id) => {
        const [result = NaN, min = NaN, max = NaN] = id.split(",").map(Number);
        if ([result, min, max].some(Number.isNaN)) {
            throw new Error(`import id ${JSON.stringify(id)} is not "<result>,<min>,<max>"`);
        }
        return { inputs: { min, max }, id: String(result), computed: { result } };
    },
};

const randomPet: RandomResource = {
    required: [],
    defaults: { length: 2, separator: "-" },
    computed: [],
    refusal: (inputs) => atLeastOne(inputs, "length"),
    draw: (inputs) => {
        const any = (words: readonly string[]) => words[fairDice(words.length)] ?? "";
        const length = number(inputs["length"]);
        const adverbs = Array.from({ length: Math.max(0, length - 2) }, () => any(ADVERBS));
        const words = [...adverbs, ...(length > 1 ? [any(ADJECTIVES)] : []), any(ANIMALS)];
        const prefix = text(inputs["prefix"]);
        return { id: [...(prefix === undefined ? [] : [prefix]), ...words].join(text(inputs["separator"]) ?? "-"), computed: {} };
    },
};

const randomShuffle: RandomResource = {
    required: ["inputs"],
    defaults: {},
    computed: ["results"],
    draw: (inputs) => {
        const elements = Array.isArray(inputs["inputs"]) ? inputs["inputs"] : [];
        const count = elements.length === 0 ? 0 : number(inputs["resultCount"] ?? elements.length);
        const seed = text(inputs["seed"]);
        const dice = seed === undefined ? fairDice : seededDice(seed);
        // More results than inputs: the inputs come again, shuffled anew.
        const results: Value[] = [];
        while (results.length < count) {
            results.push(...shuffled(elements, dice).slice(0, count - results.length));
        }
        return { id: "-", computed: { results } };
    },
};

/** Every resource type of the provider, by the last part of its token. */
export const resources: Readonly<Record<string, RandomResource>> = {
    RandomString: randomString,
    RandomPassword: randomPassword,
    RandomBytes: randomBytesResource,
    RandomId: randomId,
    RandomInteger: randomInteger,
    RandomPet: randomPet,
    RandomShuffle: randomShuffle,
    RandomUuid: uuid(randomUUID),
    RandomUuid4: uuid(randomUUID),
    RandomUuid7: uuid(uuidVersion7),
};

function textRules(inputs: Properties): TextRules {
    // `number` is the old name of `numeric`.
    const numeric = inputs["number"] ?? inputs["numeric"];
    return {
        length: number(inputs["length"]),
        lower: inputs["lower"] !== false,
        upper: inputs["upper"] !== false,
        numeric: numeric !== false,
        special: inputs["special"] !== false,
        overrideSpecial: text(inputs["overrideSpecial"]) || undefined,
        minLower: number(inputs["minLower"] ?? 0),
        minUpper: number(inputs["minUpper"] ?? 0),
        minNumeric: number(inputs["minNumeric"] ?? 0),
        minSpecial: number(inputs["minSpecial"] ?? 0),
    };
}

function textRefusal(inputs: Properties): { property: string; reason: string } | undefined {
    const reason = whyImpossible(textRules(inputs));
    return reason === undefined ? undefined : { property: "length", reason };
}

function passwordOf(password: string): Drawn {
    return { id: "none", computed: { result: secret(password), bcryptHash: secret(bcrypt(password, randomBytes(16))) } };
}

function idOf(bytes: Buffer, prefix: string): Drawn {
    const url = bytes.toString("base64url");
    return {
        id: url,
        computed: {
            b64Url: prefix + url,
            b64Std: prefix + bytes.toString("base64"),
            hex: prefix + bytes.toString("hex"),
            dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
        },
    };
}

function uuid(generate: () => string): RandomResource {
    return {
        required: [],
        defaults: {},
        computed: ["result"],
        draw: () => {
            const result = generate();
            return { id: result, computed: { result } };
        },
        adopt: (id) => ({ inputs: {}, id, computed: { result: id } }),
    };
}

/** RFC 9562: milliseconds since 1970 in 48 bits, then random bits. */
function uuidVersion7(): string {
    const hex = Date.now().toString(16).padStart(12, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
}

function atLeastOne(inputs: Properties, property: string): { property: string; reason: string } | undefined {
    const value = number(inputs[property]);
    return Number.isInteger(value) && value >= 1
        ? undefined
        : { property, reason: `${property} is ${JSON.stringify(inputs[property])}: use a whole number of at least 1` };
}

function number(value: Value | undefined): number {
    return typeof value === "number" ? value : Number(value);
}

function text(value: Value | undefined): string | undefined {
    return typeof value === "string" ? value : undefined;
}
