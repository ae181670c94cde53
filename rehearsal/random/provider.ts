import type {
    CheckRequest,
    CheckResult,
    DiffRequest,
    DiffResult,
    ProviderInstance,
    ReadResult,
    SimulatedProvider,
} from "../provider/contract";
import { differences, isWithin } from "../provider/difference";
import { hasUnknown, isObject, plain, UNKNOWN, type Properties, type Value } from "../provider/values";
import { resources, type RandomResource } from "./resources";

/**
 * The `random` provider. It never had a cloud: what is drawn at creation is kept in the state, and every change of an input draws anew.
 *
 * A `seed` gives the same result every time, but not the one that the real provider draws for it.
 */
export function randomProvider(): SimulatedProvider {
    return { name: "random", version: "4.21.2", open: () => instance };
}

const instance: ProviderInstance = {
    configure: () => Promise.resolve(),
    check: (request) => Promise.resolve(check(request)),
    diff: (request) => Promise.resolve(diff(request)),
    create: ({ type, inputs, preview }) => {
        const resource = find(type);
        if (preview) {
            return Promise.resolve({ id: "", state: { ...inputs, ...unknowns(resource) } });
        }
        const { id, computed } = resource.draw(plain(inputs));
        return Promise.resolve({ id, state: { ...inputs, ...computed } });
    },
    read: ({ type, id, inputs, state }) => Promise.resolve(Object.keys(state).length > 0 ? { id, inputs, state } : adopt(type, id)),
    // Only keepers without a value change in place: there is nothing to draw for them.
    update: ({ oldState, news }) => Promise.resolve({ state: { ...oldState, ...news } }),
    delete: () => Promise.resolve(),
    invoke: ({ token }) => Promise.reject(new Error(`the random provider has no function ${token}`)),
};

function find(type: string): RandomResource {
    const resource = resources[type.split(":").at(-1) ?? ""];
    if (resource === undefined) {
        throw new Error(`the simulated random provider does not know ${type}: add it to rehearsal/random/resources.ts`);
    }
    return resource;
}

function check({ type, news }: CheckRequest): CheckResult {
    const resource = find(type);
    const inputs: Properties = { ...resource.defaults, ...withNumeric(news) };
    const missing = resource.required
        .filter((property) => inputs[property] === undefined || inputs[property] === null)
        .map((property) => ({ property, reason: `missing required property ${property}` }));
    if (missing.length > 0 || hasUnknown(inputs)) {
        return { inputs, failures: missing };
    }
    const refusal = resource.refusal?.(plain(inputs));
    return { inputs, failures: refusal === undefined ? [] : [refusal] };
}

/** `number` is the deprecated name of `numeric`: one given stands for both. */
function withNumeric(news: Properties): Properties {
    const numeric = news["number"] ?? news["numeric"];
    return "number" in news ? { ...news, number: numeric ?? null, numeric: numeric ?? null } : news;
}

function diff({ oldInputs, news, ignoreChanges }: DiffRequest): DiffResult {
    const found = Object.entries(differences(oldInputs, news)).filter(([path]) => !isWithin(path, ignoreChanges));
    const drawsAnew = (path: string) => !/^keepers\b/.test(path) || !same(keepers(oldInputs), keepers(news));
    return {
        changes: Object.fromEntries(found.map(([path, kind]) => [path, { kind, replace: drawsAnew(path) }])),
        deleteBeforeReplace: false,
    };
}

/** Keepers with a value. One that is null does not keep anything. */
function keepers(inputs: Properties): Record<string, Value> {
    const all = plain(inputs["keepers"] ?? {});
    return isObject(all) ? Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) : {};
}

function same(one: Record<string, Value>, other: Record<string, Value>): boolean {
    return Object.keys(differences(one, other)).length === 0;
}

function unknowns(resource: RandomResource): Properties {
    return Object.fromEntries(resource.computed.map((property) => [property, UNKNOWN]));
}

function adopt(type: string, id: string): ReadResult {
    const adopted = find(type).adopt?.(id);
    if (adopted === undefined) {
        throw new Error(`${type} cannot be imported: its value cannot be told from an id`);
    }
    return { id: adopted.id, inputs: adopted.inputs, state: { ...adopted.inputs, ...adopted.computed } };
}
