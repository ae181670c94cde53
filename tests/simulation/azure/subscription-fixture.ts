import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { azureProvider, readSettings, settingsPath } from "../../../rehearsal/azure/provider";
import type { DiffResult, OperationFailure, ProviderInstance, ReadResult, ResourceCall } from "../../../rehearsal/provider/contract";
import type { Properties } from "../../../rehearsal/provider/values";
import { isObject } from "../../../rehearsal/provider/values";

export const NOW = new Date("2026-11-21T12:00:00Z");
export const NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7";
export const IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830";
export const ZONE_CONTRIBUTOR = "b12aa53e-6015-4669-85d0-8515ebb3ae7f";

export interface Created {
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly inputs: Properties;
    readonly state: Properties;
}

/** A new simulated subscription for one test, driven through the provider contract as the engine does. */
export class SubscriptionFixture {
    readonly directory = mkdtempSync(join(tmpdir(), "azure-"));
    readonly log: string[] = [];
    onAccepted: (call: ResourceCall) => Promise<OperationFailure | undefined> = () => Promise.resolve(undefined);
    azure: ProviderInstance;
    now = NOW;

    constructor() {
        this.azure = this.connect();
        this.edit({ operationMilliseconds: 0, retryMilliseconds: [] });
    }

    /** A new connection, as a new run of the engine has. */
    connect(): ProviderInstance {
        return azureProvider({ directory: this.directory, clock: () => this.now }).open({
            log: (_, message) => this.log.push(message),
            status: () => undefined,
            accepted: (call) => this.onAccepted(call),
        });
    }

    edit(change: Readonly<Record<string, unknown>>): void {
        const path = settingsPath(this.directory);
        const settings = JSON.parse(readFileSync(path, "utf8")) as object;
        writeFileSync(path, JSON.stringify({ ...settings, ...change }, null, 2));
    }

    get subscriptionId(): string {
        return readSettings(this.directory).subscriptionId;
    }

    groupId(name = "rg"): string {
        return `/subscriptions/${this.subscriptionId}/resourceGroups/${name}`;
    }

    role(guid: string): string {
        return `/subscriptions/${this.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
    }

    identity(type: string, name: string): { urn: string; type: string; name: string } {
        return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, name };
    }

    /** Check, then create, as the engine does. */
    async create(short: string, name: string, args: Properties): Promise<Created> {
        const type = `azure-native:${short}`;
        const request = this.identity(type, name);
        const { inputs, failures } = await this.azure.check({ ...request, olds: {}, news: args, randomSeed: new Uint8Array([1, 2, 3]) });
        if (failures.length > 0) {
            throw new Error(failures.map((failure) => `${failure.property}: ${failure.reason}`).join("; "));
        }
        const { id, state } = await this.azure.create({ ...request, inputs, preview: false, timeoutSeconds: 60 });
        return { type, name, id, inputs, state };
    }

    async update(created: Created, change: Properties): Promise<Created> {
        const request = this.identity(created.type, created.name);
        const news = await this.checked(created, { ...created.inputs, ...change });
        const { state } = await this.azure.update({
            ...request,
            id: created.id,
            oldInputs: created.inputs,
            oldState: created.state,
            news,
            ignoreChanges: [],
            preview: false,
            timeoutSeconds: 60,
        });
        return { ...created, inputs: news, state };
    }

    async checked(created: Created, news: Properties): Promise<Properties> {
        const request = this.identity(created.type, created.name);
        const { inputs } = await this.azure.check({ ...request, olds: created.inputs, news, randomSeed: new Uint8Array([1]) });
        return inputs;
    }

    async diff(created: Created, news: Properties, ignoreChanges: string[] = []): Promise<DiffResult> {
        const request = this.identity(created.type, created.name);
        return this.azure.diff({ ...request, id: created.id, oldInputs: created.inputs, oldState: created.state, news, ignoreChanges });
    }

    read(created: Created): Promise<ReadResult> {
        const request = this.identity(created.type, created.name);
        return this.azure.read({ ...request, id: created.id, inputs: created.inputs, state: created.state });
    }

    delete(created: Created): Promise<void> {
        const request = this.identity(created.type, created.name);
        return this.azure.delete({ ...request, id: created.id, inputs: created.inputs, state: created.state, timeoutSeconds: 60 });
    }

    group(name = "rg", location = "westeurope"): Promise<Created> {
        return this.create("resources:ResourceGroup", name, { resourceGroupName: name, location });
    }

    async network(addressSpace = "10.10.0.0/16", prefix = "10.10.0.0/22"): Promise<{ network: Created; subnet: Created }> {
        const network = await this.create("network:VirtualNetwork", "vnet", {
            resourceGroupName: "rg",
            virtualNetworkName: "vnet",
            addressSpace: { addressPrefixes: [addressSpace] },
        });
        const subnet = await this.create("network:Subnet", "nodes", {
            resourceGroupName: "rg",
            virtualNetworkName: "vnet",
            subnetName: "nodes",
            addressPrefix: prefix,
        });
        return { network, subnet };
    }

    /** A resource group with a cluster in a network of AKS's own. */
    async cluster(change: Properties = {}): Promise<Created> {
        return this.create("containerservice:ManagedCluster", "aks", clusterArgs(change));
    }

    async pool(change: Properties = {}): Promise<Created> {
        return this.create("containerservice:AgentPool", "t4", poolArgs(change));
    }

    dispose(): void {
        rmSync(this.directory, { recursive: true, force: true });
    }
}

export function systemPool(change: Properties = {}): Properties {
    return { name: "systempool", mode: "System", vmSize: "Standard_D4s_v5", count: 1, osSKU: "Ubuntu", ...change };
}

/** A rule of a storage account's lifecycle. */
export function lifecycleRule(name: string, baseBlob: Properties): Properties {
    return { name, type: "Lifecycle", enabled: true, definition: { filters: { blobTypes: ["blockBlob"] }, actions: { baseBlob } } };
}

export function clusterArgs(change: Properties = {}): Properties {
    return {
        resourceGroupName: "rg",
        resourceName: "aks",
        dnsPrefix: "aks",
        kubernetesVersion: "1.36",
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [systemPool()],
        ...change,
    };
}

export function poolArgs(change: Properties = {}): Properties {
    return {
        resourceGroupName: "rg",
        resourceName: "aks",
        agentPoolName: "t4d1",
        vmSize: "Standard_NC4as_T4_v3",
        mode: "User",
        osSKU: "Ubuntu",
        enableAutoScaling: true,
        minCount: 0,
        maxCount: 4,
        gpuProfile: { driver: "Install" },
        ...(change["scaleSetPriority"] === "Spot" ? {} : { upgradeSettings: { maxSurge: "0", maxUnavailable: "1" } }),
        ...change,
    };
}

/** An output of a resource that is text. */
export function outputText(created: Created, name: string): string {
    const value = created.state[name];
    return typeof value === "string" ? value : "";
}

/** The ARM code of an error message, or the message when it has none. */
export async function refusal(work: Promise<unknown>): Promise<string> {
    try {
        await work;
    } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return /Code="(\w+)"/.exec(text)?.[1] ?? text;
    }
    return "accepted";
}

export function objectAt(properties: Properties, name: string): Properties {
    const value = properties[name];
    return isObject(value) ? value : {};
}
