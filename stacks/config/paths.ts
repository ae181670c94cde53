/** The way to a value, by the names of its maps and the positions in its lists. */
export type ValuePath = readonly (string | number)[];

/** The value at a path. */
export function valueAt(value: unknown, path: ValuePath): unknown {
    return path.reduce<unknown>(
        (inner, step) => (isMap(inner) || Array.isArray(inner) ? (inner as Record<string, unknown>)[step] : undefined),
        value,
    );
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

/** The steps of a zod path; symbols never occur in what was read from JSON. */
export function stepsOf(path: readonly PropertyKey[]): ValuePath {
    return path.map((step) => (typeof step === "number" ? step : String(step)));
}
