import type {
    CheckRequest,
    CheckResult,
    CreateRequest,
    CreateResult,
    DiffRequest,
    DiffResult,
    ProviderInstance,
    SimulatedProvider,
} from "../provider/contract";
import { differences, isWithin } from "../provider/difference";
import { hasUnknown, plain, UNKNOWN, type Properties } from "../provider/values";
import { algorithmOf, publicKeyOutputs, readPrivateKey } from "./private-key";
import { isDue, TLS_TYPES, type TlsType } from "./resources";

/** The `tls` provider: real private keys, requests and certificates, kept in the state. */
export function tlsProvider(): SimulatedProvider {
    return { name: "tls", version: "5.6.1", open: () => instance };
}

const GET_PUBLIC_KEY = "tls:index/getPublicKey:getPublicKey";

const instance: ProviderInstance = {
    configure: () => Promise.resolve(),
    check: (request) => Promise.resolve(check(request)),
    diff: (request) => Promise.resolve(diff(request)),
    create,
    read: ({ type, id, inputs, state }) =>
        Object.keys(state).length > 0
            ? Promise.resolve({ id, inputs, state })
            : Promise.reject(new Error(`${type} cannot be imported: it cannot be told from an id`)),
    update: ({ oldState, news }) => Promise.resolve({ state: { ...oldState, ...news } }),
    delete: () => Promise.resolve(),
    invoke: async ({ token, args }) => Promise.resolve(invoke(token, plain(args))),
};

function typeOf(type: string): TlsType {
    const found = TLS_TYPES[type];
    if (found === undefined) {
        const known = Object.keys(TLS_TYPES).map((token) => token.split(":")[2]);
        throw new Error(`the simulated tls provider has no ${type}, only ${known.join(", ")}; add the type to rehearsal/tls/resources.ts`);
    }
    return found;
}

function check({ type, news }: CheckRequest): CheckResult {
    const { defaults, failures } = typeOf(type);
    const inputs: Properties = { ...defaults, ...news };
    return { inputs, failures: hasUnknown(inputs) ? [] : failures(plain(inputs)) };
}

function diff({ type, oldInputs, oldState, news, ignoreChanges }: DiffRequest): DiffResult {
    const { inPlace } = typeOf(type);
    const found = Object.entries(differences(oldInputs, news)).filter(([path]) => !isWithin(path, ignoreChanges));
    const due = isDue({ ...oldState, ...news }, new Date()) ? ([["readyForRenewal", "update"]] as const) : [];
    return {
        changes: Object.fromEntries([...found, ...due].map(([path, kind]) => [path, { kind, replace: !isWithin(path, inPlace) }])),
        deleteBeforeReplace: false,
    };
}

async function create({ type, inputs, preview }: CreateRequest): Promise<CreateResult> {
    const { computed, make } = typeOf(type);
    if (preview) {
        return { id: "", state: { ...inputs, ...Object.fromEntries(computed.map((name) => [name, UNKNOWN])) } };
    }
    const made = await make(plain(inputs));
    return { id: made.id, state: { ...inputs, ...made.computed } };
}

function invoke(token: string, args: Properties): Properties {
    if (token !== GET_PUBLIC_KEY) {
        throw new Error(`the simulated tls provider has no function ${token}: add it to rehearsal/tls/provider.ts`);
    }
    const pem = args["privateKeyPem"];
    if (typeof pem !== "string") {
        throw new Error("the simulated tls provider reads a public key from privateKeyPem only: give that instead of privateKeyOpenssh");
    }
    const key = readPrivateKey(pem);
    const { id, computed } = publicKeyOutputs(key);
    return { ...args, ...computed, id, algorithm: algorithmOf(key) };
}
