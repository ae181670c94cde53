/**
 * Property values as they travel between the engine and a provider.
 *
 * They are plain JSON with three markers: a secret is an object with a signature, an output value likewise, and a value not yet
 * known during preview is a fixed string. The constants are Pulumi's own (sdk/go/common/resource/properties.go).
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

/** Stands for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Key that marks an object as one of the two kinds below, in messages and in the state. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export function isObject(value: unknown): value is { [key: string]: Value } {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Marks a value as secret, so that the engine encrypts it in the state and hides it on screen. */
export function secret(value: Value): Value {
    return { [SIGNATURE]: SECRET, value };
}

export function isSecret(value: Value | undefined): boolean {
    return isObject(value) && value[SIGNATURE] === SECRET;
}

/** The value without secret and output markers; what is unknown stays {@link UNKNOWN}. */
export function plain<T extends Value>(value: T): T;
export function plain(value: Value): Value {
    if (Array.isArray(value)) {
        return value.map((element) => plain(element));
    }
    if (!isObject(value)) {
        return value;
    }
    if (value[SIGNATURE] === SECRET) {
        return plain(value["value"] ?? null);
    }
    if (value[SIGNATURE] === OUTPUT) {
        return "value" in value ? plain(value["value"] ?? null) : UNKNOWN;
    }
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, plain(element)]));
}

/** Whether anything inside the value is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
    if (value === UNKNOWN) {
        return true;
    }
    if (Array.isArray(value)) {
        return value.some(hasUnknown);
    }
    if (isObject(value)) {
        return (value[SIGNATURE] === OUTPUT && !("value" in value)) || Object.values(value).some(hasUnknown);
    }
    return false;
}
