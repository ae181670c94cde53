import { isObject, type Value } from "../provider/values";
import { sameValue } from "./fields";

/** Keys below which amounts stand: of CPUs, of bytes, of devices. */
const AMOUNTS: readonly string[] = [
    "capacity",
    "default",
    "defaultRequest",
    "divisor",
    "hard",
    "limits",
    "max",
    "maxLimitRequestRatio",
    "min",
    "overhead",
    "requests",
    "sizeLimit",
];

/** Whether what stands below a key is an amount, for {@link isStoredAs}. */
export function holdsAmounts(key: string): boolean {
    return AMOUNTS.includes(key);
}

/**
 * Whether the API server stores an input as a value that is written differently and means the same: it leaves out what is empty, and writes
 * amounts in its own way (`1024Mi` as `1Gi`, the number 1 as `"1"`).
 */
export function isStoredAs(input: Value, stored: Value | undefined, isAmount: boolean): boolean {
    if (stored === undefined) {
        return isEmpty(input);
    }
    if (sameValue(input, stored)) {
        return true;
    }
    const [one, other] = isAmount ? [amountOf(input), amountOf(stored)] : [undefined, undefined];
    return one !== undefined && other !== undefined && Math.abs(one - other) <= 1e-9 * Math.abs(one);
}

/** What Go leaves out of JSON when it is `omitempty`. */
function isEmpty(value: Value): boolean {
    if (Array.isArray(value)) {
        return value.length === 0;
    }
    if (isObject(value)) {
        return Object.values(value).every(isEmpty);
    }
    return value === null || value === false || value === 0 || value === "";
}

const BINARY = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** The number that an amount of Kubernetes stands for; undefined for what is none. */
export function amountOf(value: Value): number | undefined {
    if (typeof value === "number") {
        return value;
    }
    const match = typeof value === "string" ? /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(value) : null;
    if (match === null) {
        return undefined;
    }
    const unit = match[2] ?? "";
    const factor = unit.endsWith("i") ? 1024 ** (BINARY.indexOf(unit) + 1) : 10 ** (DECIMAL[unit] ?? 0);
    return Number(match[1]) * factor;
}
