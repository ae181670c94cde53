import * as pulumi from "@pulumi/pulumi";
import type { Registration } from "./mocks";

type Properties = Record<string, unknown>;

/** What was registered, with the secrets, which no recording shows. */
const unredacted = new WeakMap<Registration, Properties>();

export function keepUnredacted(resource: Registration, inputs: Properties): void {
    unredacted.set(resource, readable(inputs, true));
}

/** The inputs of a recorded resource with its secrets as they are, to tell whether they differ from others. Never to be printed. */
export function inputsWithSecrets(resource: Registration): Readonly<Properties> {
    const inputs = unredacted.get(resource);
    if (inputs === undefined) {
        throw new Error(`${resource.name} was not recorded`);
    }
    return inputs;
}

/** Plain values for comparing and printing: unknown values are named, and secrets too unless they are revealed; never shown. */
export function readable(properties: Properties, revealed = false): Properties {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value, revealed)]));
}

function plain(value: unknown, revealed: boolean): unknown {
    if (Array.isArray(value)) {
        return value.map((one) => plain(one, revealed));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (pulumi.runtime.isRpcSecret(value)) {
        return revealed ? plain(pulumi.runtime.unwrapRpcSecret(value), revealed) : "[secret]";
    }
    if ("__pulumiUnknown" in value) {
        return "[unknown]";
    }
    return readable({ ...value }, revealed);
}
