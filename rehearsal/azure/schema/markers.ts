import type { Properties, Value } from "../../provider/values";
import { isObject, isSecret, plain, secret, UNKNOWN } from "../../provider/values";

/** Applies `change` to what a secret holds and keeps the marker; leaves what is unknown alone. */
export function within(value: Value, change: (inner: Value) => Value): Value {
    if (value === UNKNOWN) {
        return value;
    }
    if (isSecret(value) && isObject(value)) {
        return secret(within(value["value"] ?? null, change));
    }
    return change(value);
}

/** The value without its outermost secret marker. */
export function unwrapped(value: Value): Value {
    return isSecret(value) && isObject(value) ? unwrapped(value["value"] ?? null) : value;
}

/** Marks in `outputs` what is marked secret in `inputs`, so that a secret that went in does not come out in clear. */
export function markSecretsAs(inputs: Value | undefined, outputs: Value): Value {
    if (inputs === undefined) {
        return outputs;
    }
    if (isSecret(inputs)) {
        return secret(plain(outputs));
    }
    if (isObject(inputs) && isObject(outputs)) {
        return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, markSecretsAs(inputs[key], value)]));
    }
    if (Array.isArray(inputs) && Array.isArray(outputs)) {
        return outputs.map((element, index) => markSecretsAs(inputs[index], element));
    }
    return outputs;
}

export function markSecretProperties(inputs: Properties, outputs: Properties): Properties {
    const marked = markSecretsAs(inputs, outputs);
    return isObject(marked) ? marked : outputs;
}
