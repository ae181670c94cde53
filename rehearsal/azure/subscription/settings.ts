import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../provider/values";
import { createWhole, isCode } from "./files";

/** What the file `subscription.json` says: the part of a subscription that no program creates. */
export interface SubscriptionSettings {
    readonly subscriptionId: string;
    readonly tenantId: string;
    /** Who runs Pulumi. */
    readonly deployer: { readonly objectId: string; readonly clientId: string };
    /** Milliseconds that a long-running operation takes. */
    readonly operationMilliseconds: number;
    /** Pauses before a request is sent again after a conflict that azure-native retries (20, 60 and 120 seconds in reality). */
    readonly retryMilliseconds: readonly number[];
    /** vCPU limits per region; what a region does not name is taken from `default`, a family named nowhere has the limit 0. */
    readonly quotas: Readonly<Record<string, Readonly<Record<string, number>>>>;
    /** Sizes that are not offered although the size table says so, per region (`eastus`) or zone (`eastus-1`). */
    readonly sizesNotOffered: Readonly<Record<string, readonly string[]>>;
    /** Sizes without capacity at present, per region or zone: the request is accepted and fails later. */
    readonly sizesOutOfCapacity: Readonly<Record<string, readonly string[]>>;
    /** Resources that stood before any program ran, for stacks that take over a network or a resource group. */
    readonly existing: readonly { readonly type: string; readonly inputs: Properties }[];
    /** Names that other customers hold, which nobody in this subscription can have. */
    readonly namesTaken: Readonly<Record<string, readonly string[]>>;
    /** Users, groups and service principals of the tenant that role assignments may name. */
    readonly principals: readonly { readonly id: string; readonly type: string; readonly name?: string }[];
    /** Whether a role assignment to a group that `principals` does not list is taken for right. */
    readonly acceptUnknownGroups: boolean;
}

const ABOUT = [
    "The rehearsal's Azure subscription. Edit it to see what your program does in a subscription like yours; delete it to start again.",
    "subscriptionId, tenantId, deployer: what getClientConfig answers, unless the provider configuration says otherwise.",
    "operationMilliseconds: how long a create, update or delete takes. retryMilliseconds: pauses after a conflict that azure-native retries.",
    "quotas: vCPU limits, 'default' for every region, or a region's name for that region only. cores: all families together;",
    "lowPriorityCores: all spot nodes. A family that is named nowhere has the limit 0, as in a new subscription.",
    'sizesNotOffered: {"eastus": ["Standard_NC64as_T4_v3"]} or {"eastus-1": […]} for one zone: the request is refused.',
    "sizesOutOfCapacity: the same form: the request is accepted and the resource fails.",
    "existing: resources that stood before any program ran, parents first, each with the arguments of the SDK:",
    '  [{"type": "azure-native:resources:ResourceGroup", "inputs": {"resourceGroupName": "shared", "location": "westeurope"}}]',
    "namesTaken: per type (StorageAccount, Registry, Vault), names that other customers hold.",
    'principals: [{"id": "<object id>", "type": "User" | "Group" | "ServicePrincipal"}] that role assignments may name.',
];

const DEFAULT_QUOTAS: Readonly<Record<string, number>> = {
    cores: 1000,
    lowPriorityCores: 256,
    standardDASv4Family: 256,
    standardDASv5Family: 256,
    standardDDSv5Family: 256,
    standardDSv5Family: 256,
    standardDADSv5Family: 256,
    standardESv5Family: 128,
    standardEDSv5Family: 128,
    "Standard NCASv3_T4 Family": 192,
    StandardNCADSA100v4Family: 96,
};

function newSettings(): SubscriptionSettings {
    return {
        subscriptionId: randomUUID(),
        tenantId: randomUUID(),
        deployer: { objectId: randomUUID(), clientId: randomUUID() },
        operationMilliseconds: 25,
        retryMilliseconds: [20, 60, 120],
        quotas: { default: DEFAULT_QUOTAS },
        sizesNotOffered: {},
        sizesOutOfCapacity: {},
        existing: [],
        namesTaken: { StorageAccount: [], Registry: [], Vault: [] },
        principals: [],
        acceptUnknownGroups: true,
    };
}

export function settingsPath(directory: string): string {
    return join(directory, "subscription.json");
}

/**
 * Reads `subscription.json`, and writes it first when there is none. Keys that are left out have the values of a new file.
 * @throws Error that names the file, the key and what is expected
 */
export function readSettings(directory: string): SubscriptionSettings {
    const path = settingsPath(directory);
    const text = readText(path) ?? writeNew(path);
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch (error) {
        throw new Error(`${path} is not JSON (${String(error)}): correct it, or delete it to have a new one`, { cause: error });
    }
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
        throw new Error(`${path} must hold an object: correct it, or delete it to have a new one`);
    }
    const settings = { ...newSettings(), ...parsed };
    const given = parsed as Readonly<Record<string, unknown>>;
    for (const key of ["subscriptionId", "tenantId", "deployer"]) {
        if (given[key] === undefined) {
            throw new Error(`${path}: '${key}' is missing: add it, or delete the file to have a new one`);
        }
    }
    const known = new Set([...Object.keys(newSettings()), "_about"]);
    for (const key of Object.keys(given)) {
        if (!known.has(key)) {
            throw new Error(`${path}: '${key}' is not a key of this file; allowed are ${[...known].join(", ")}`);
        }
    }
    checkShapes(path, settings);
    return settings;
}

function readText(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        if (isCode(error, "ENOENT")) {
            return undefined;
        }
        throw error;
    }
}

function writeNew(path: string): string {
    createWhole(path, `${JSON.stringify({ _about: ABOUT, ...newSettings() }, null, 2)}\n`);
    return readFileSync(path, "utf8");
}

function checkShapes(path: string, settings: SubscriptionSettings): void {
    const fail = (key: string, expected: string): never => {
        throw new Error(`${path}: '${key}' must be ${expected}`);
    };
    if (!(settings.operationMilliseconds >= 0)) {
        fail("operationMilliseconds", `a number of milliseconds from 0 on, is ${JSON.stringify(settings.operationMilliseconds)}`);
    }
    if (!Array.isArray(settings.retryMilliseconds) || settings.retryMilliseconds.some((pause) => !(pause >= 0))) {
        fail("retryMilliseconds", `a list of milliseconds, is ${JSON.stringify(settings.retryMilliseconds)}`);
    }
    for (const [region, limits] of Object.entries(settings.quotas)) {
        for (const [family, limit] of Object.entries(limits)) {
            if (!(limit >= 0)) {
                fail(`quotas.${region}["${family}"]`, `a number of vCPUs from 0 on, is ${JSON.stringify(limit)}`);
            }
        }
    }
    for (const key of ["sizesNotOffered", "sizesOutOfCapacity", "namesTaken"] as const) {
        for (const [name, list] of Object.entries(settings[key])) {
            if (!Array.isArray(list)) {
                fail(`${key}.${name}`, `a list of names, is ${JSON.stringify(list)}`);
            }
        }
    }
    if (!Array.isArray(settings.existing)) {
        fail("existing", `a list of {"type", "inputs"}`);
    }
    if (
        !Array.isArray(settings.principals) ||
        settings.principals.some((principal: { readonly id?: unknown }) => typeof principal.id !== "string")
    ) {
        fail("principals", `a list of {"id", "type"}`);
    }
}
