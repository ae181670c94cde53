/** Factors of the suffixes of Kubernetes quantities. */
const FACTORS: Readonly<Record<string, number>> = {
    "": 1,
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
};

/** Amounts of resources by their names, in thousandths of the unit (cores, bytes, devices), so that sums are exact. */
export type Amounts = Readonly<Record<string, number>>;

/**
 * A quantity in thousandths, rounded up as the scheduler does.
 * @throws Error when it is none
 */
export function thousandths(quantity: string | number): number {
    const [, digits = "", suffix = ""] = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(quantity)) ?? [];
    const value = Number(digits) * (FACTORS[suffix] ?? Number.NaN) * 1000;
    if (digits === "" || !Number.isFinite(value)) {
        throw new Error(`"${String(quantity)}" is not a quantity; write for example 500m, 2 or 16Gi`);
    }
    // a millionth more or less comes from binary fractions
    return Math.ceil(value - 1e-6);
}

/** An amount as Kubernetes shows it. */
export function quantityOf(resource: string, amount: number): string {
    if (resource === "cpu") {
        return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
    }
    return resource === "memory" ? `${Math.floor(amount / 1000 / 1024)}Ki` : String(Math.floor(amount / 1000));
}

/** An amount for people: `2`, `500m`, `15.6 GiB`. */
export function shownAmount(resource: string, amount: number): string {
    if (resource !== "memory" && resource !== "ephemeral-storage") {
        return quantityOf(resource, amount);
    }
    const bytes = amount / 1000;
    const [unit, factor] = bytes >= 2 ** 30 ? ["GiB", 2 ** 30] : ["MiB", 2 ** 20];
    return `${(bytes / factor).toFixed(1).replace(/\.0$/, "")} ${unit}`;
}

export function amountsOf(quantities: Readonly<Record<string, unknown>>): Amounts {
    return Object.fromEntries(
        Object.entries(quantities).flatMap(([name, quantity]) =>
            typeof quantity === "string" || typeof quantity === "number" ? [[name, thousandths(quantity)]] : [],
        ),
    );
}

export function quantitiesOf(amounts: Amounts): Record<string, string> {
    return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, quantityOf(name, amount)]));
}

export function sum(...many: readonly Amounts[]): Amounts {
    return combine(many, (one, other) => one + other);
}

/** The larger of each amount. */
export function larger(...many: readonly Amounts[]): Amounts {
    return combine(many, Math.max);
}

/** What is left, which may be less than nothing. */
export function less(one: Amounts, other: Amounts): Amounts {
    return sum(one, Object.fromEntries(Object.entries(other).map(([name, amount]) => [name, -amount])));
}

function combine(many: readonly Amounts[], how: (one: number, other: number) => number): Amounts {
    const result: Record<string, number> = {};
    for (const [name, amount] of many.flatMap((amounts) => Object.entries(amounts))) {
        result[name] = how(result[name] ?? 0, amount);
    }
    return result;
}
