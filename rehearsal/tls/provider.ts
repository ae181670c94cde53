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
import { hasUnknown, plain, UNKNOWN, type Properties, type Value } from "../provider/values";
import {
    ALGORITHMS,
    algorithmOf,
    CURVES,
    generateKey,
    privateKeyOutputs,
    publicKeyOutputs,
    readPrivateKey,
    type Algorithm,
} from "./private-key";

/**
 * The `tls` provider: real private keys, kept in the state. Certificates are refused, since Node can read but not write them: a
 * resource that pretended to be a certificate would fail only where it is used.
 */
export function tlsProvider(): SimulatedProvider {
    return { name: "tls", version: "5.6.1", open: () => instance };
}

const PRIVATE_KEY = "tls:index/privateKey:PrivateKey";
const GET_PUBLIC_KEY = "tls:index/getPublicKey:getPublicKey";
const COMPUTED = [
    "privateKeyPem",
    "privateKeyPemPkcs8",
    "privateKeyOpenssh",
    "publicKeyPem",
    "publicKeyOpenssh",
    "publicKeyFingerprintMd5",
    "publicKeyFingerprintSha256",
];

const instance: ProviderInstance = {
    configure: () => Promise.resolve(),
    check: (request) => Promise.resolve(check(request)),
    diff: (request) => Promise.resolve(diff(request)),
    create,
    read: ({ type, id, inputs, state }) =>
        Object.keys(state).length > 0
            ? Promise.resolve({ id, inputs, state })
            : Promise.reject(new Error(`${type} cannot be imported: a key cannot be told from an id`)),
    update: ({ oldState, news }) => Promise.resolve({ state: { ...oldState, ...news } }),
    delete: () => Promise.resolve(),
    invoke: async ({ token, args }) => Promise.resolve(invoke(token, plain(args))),
};

function check({ type, news }: CheckRequest): CheckResult {
    if (type !== PRIVATE_KEY) {
        throw new Error(`the simulated tls provider has no ${type}: it makes private keys only; add the type to rehearsal/tls/provider.ts`);
    }
    const inputs: Properties = { ecdsaCurve: "P224", rsaBits: 2048, ...news };
    if (hasUnknown(inputs)) {
        return { inputs, failures: [] };
    }
    const { algorithm, ecdsaCurve, rsaBits } = plain(inputs);
    return {
        inputs,
        failures: [
            ...oneOf("algorithm", algorithm, ALGORITHMS),
            ...oneOf("ecdsaCurve", ecdsaCurve, Object.keys(CURVES)),
            ...(typeof rsaBits === "number" && Number.isInteger(rsaBits) && rsaBits >= 1024
                ? []
                : [{ property: "rsaBits", reason: `rsaBits is ${JSON.stringify(rsaBits)}: use a whole number of at least 1024` }]),
        ],
    };
}

function oneOf(property: string, value: Value | undefined, allowed: readonly string[]): CheckResult["failures"] {
    return typeof value === "string" && allowed.includes(value)
        ? []
        : [{ property, reason: `${property} is ${JSON.stringify(value)}: use one of ${allowed.join(", ")}` }];
}

function diff({ oldInputs, news, ignoreChanges }: DiffRequest): DiffResult {
    const found = Object.entries(differences(oldInputs, news)).filter(([path]) => !isWithin(path, ignoreChanges));
    return { changes: Object.fromEntries(found.map(([path, kind]) => [path, { kind, replace: true }])), deleteBeforeReplace: false };
}

async function create({ inputs, preview }: CreateRequest): Promise<CreateResult> {
    if (preview) {
        return { id: "", state: { ...inputs, ...Object.fromEntries(COMPUTED.map((name) => [name, UNKNOWN])) } };
    }
    const { algorithm, ecdsaCurve, rsaBits } = plain(inputs);
    const { id, computed } = privateKeyOutputs(await generateKey(algorithm as Algorithm, Number(rsaBits), ecdsaCurve as string));
    return { id, state: { ...inputs, ...computed } };
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
