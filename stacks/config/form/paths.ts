/** The way to a value, by the names of its maps and the positions in its lists. */
export type ValuePath = readonly (string | number)[];

/** The value at a path. */
export function valueAt(value: unknown, path: ValuePath): unknown {
    return path.reduce<unknown>(
        (inner, step) => (isMap(inner) || Array.isArray(inner) ? (inner as Record<string, unknown>)[step] : undefined),
        value,
    );
}

/** Puts a value at a path; what leads there must be there. */
export function put(root: unknown, path: ValuePath, value: unknown): void {
    const parent = valueAt(root, path.slice(0, -1));
    const last = path.at(-1);
    if ((isMap(parent) || Array.isArray(parent)) && last !== undefined) {
        Object.assign(parent, { [last]: value });
    }
}

/** Takes a key out of a map. */
export function remove(root: unknown, path: ValuePath): void {
    const parent = valueAt(root, path.slice(0, -1));
    if (isMap(parent)) {
        Reflect.deleteProperty(parent, path.at(-1) ?? "");
    }
}

/** A value that has keys. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A path as `pulumi config set --path` takes it: `gpuPools.t4.zones[0]`. */
export function formatPath(path: ValuePath): string {
    return path
        .map((step, index) => {
            if (typeof step === "number") {
                return `[${step}]`;
            }
            if (/^[\w-]+$/.test(step)) {
                return index === 0 ? step : `.${step}`;
            }
            return `[${JSON.stringify(step)}]`;
        })
        .join("");
}

/** A position, a quoted name (a JSON text), or a plain one. */
const STEP = /\[(\d+)\]|\[("(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[\da-f]{4})*")\]|([^.[\]]+)/giu;

/** The steps of a path that was formatted. */
export function parsePath(text: string): ValuePath {
    return [...text.matchAll(STEP)].map(([, index, quoted, name = ""]) => {
        return index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : name;
    });
}

/** Whether a place is another one, or one that the other is in. In the other, `*` is any step. */
export function isAtOrAbove(place: ValuePath, other: ValuePath): boolean {
    return place.length <= other.length && place.every((step, index) => other[index] === "*" || String(other[index]) === String(step));
}

/** The steps of a zod path; symbols never occur in what was read from JSON. */
export function stepsOf(path: readonly PropertyKey[]): ValuePath {
    return path.map((step) => (typeof step === "number" ? step : String(step)));
}
