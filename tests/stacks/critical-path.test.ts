import { readFileSync } from "node:fs";
import * as path from "node:path";
import { CHECKOUT, STACKS } from "./support/stack-config";

interface Resource {
    readonly urn: string;
    readonly parent?: string;
    readonly dependencies: readonly string[];
    /** URN and id of the provider, which comes before what is made through it. */
    readonly provider?: string;
}

/**
 * Typical minutes of a create in a virtual network of one's own, read 2026-11-21 from azurerm's acceptance tests of 2025 and 2026; what
 * is not named takes seconds.
 */
const MINUTES: Readonly<Record<string, number>> = {
    "azure-native:resources:ResourceGroup": 0.1,
    "azure-native:network:VirtualNetwork": 0.3,
    "azure-native:network:Subnet": 0.3,
    "azure-native:managedidentity:UserAssignedIdentity": 0.2,
    // With the time until the role holds everywhere.
    "azure-native:authorization:RoleAssignment": 2.2,
    "azure-native:containerservice:ManagedCluster": 5,
    // The first GPU node, with its driver.
    "azure-native:containerservice:AgentPool": 7,
};
const SECONDS = 0.1;

const partsOf = ({ urn }: Resource): { name: string; type: string } => {
    const [name = "", types = ""] = urn.split("::").reverse();
    return { name, type: types.split("$").at(-1) ?? "" };
};

const waitsFor = ({ dependencies, provider = "" }: Resource): string[] => [...dependencies, provider.split("::").at(-2) ?? ""];

function graphOf(stack: string): ReadonlyMap<string, Resource> {
    const resources = JSON.parse(readFileSync(path.join(CHECKOUT, "tests", "golden", `${stack}.json`), "utf8")) as Resource[];
    return new Map(resources.map((resource) => [partsOf(resource).name, resource]));
}

interface Chain {
    readonly minutes: number;
    readonly names: readonly string[];
}

/** The chain of creates that takes longest, of those that end in some resources. */
function longest(graph: ReadonlyMap<string, Resource>, isEnd: (type: string) => boolean): Chain {
    const known = new Map<string, Chain>();
    const upTo = (name: string): Chain => {
        const resource = graph.get(name);
        const chain = known.get(name);
        if (chain !== undefined || resource === undefined) {
            return chain ?? { minutes: 0, names: [] };
        }
        const before = slowest(waitsFor(resource).map(upTo));
        const minutes = before.minutes + (MINUTES[partsOf(resource).type] ?? SECONDS);
        const made = { minutes, names: [...before.names, name] };
        known.set(name, made);
        return made;
    };
    return slowest([...graph].filter(([, resource]) => isEnd(partsOf(resource).type)).map(([name]) => upTo(name)));
}

const slowest = (chains: readonly Chain[]): Chain =>
    chains.reduce((one, other) => (other.minutes > one.minutes ? other : one), { minutes: 0, names: [] });

const toCluster = [
    "platform-id",
    "platform-resource-group",
    "network-vnet",
    "network-node-subnet",
    "cluster-subnet-role",
    "cluster-cluster",
];
const POOL = "azure-native:containerservice:AgentPool";

/** What lands on these chains makes every first `up` slower: change them knowingly. */
const CHAINS: Readonly<Record<string, { readonly cluster: readonly string[]; readonly pools: readonly string[] }>> = {
    dev: { cluster: toCluster, pools: ["gpu-t4"] },
    // In a subnet of its own, pools are made one after the other (`poolCreation`).
    prod: { cluster: toCluster, pools: ["gpu-a100", "gpu-t4"] },
};

describe.each(STACKS)("the longest chain of %s", (stack) => {
    const graph = graphOf(stack);
    const expected = CHAINS[stack];

    it("to what is in the cluster is the way to the cluster", () => {
        const { names, minutes } = longest(graph, (type) => type.startsWith("kubernetes:"));
        // Of two charts that wait for nothing else, the first by name.
        expect(names).toEqual([...(expected?.cluster ?? []), "kubernetes", "gpu-software-namespace", "gpu-software-dcgm-exporter"]);
        expect(minutes).toBeLessThan(9);
    });

    it("of all ends in the GPU pools, one after the other", () => {
        const { names } = longest(graph, () => true);
        expect(names).toEqual([...(expected?.cluster ?? []), ...(expected?.pools ?? [])]);
        expect(longest(graph, (type) => type === POOL).names).toEqual(names);
    });

    it("keeps GPU pools out of the way of everything but the next pool", () => {
        const pools = [...graph].filter(([, resource]) => partsOf(resource).type === POOL).map(([name]) => name);
        const waiting = [...graph.values()].filter((resource) => waitsFor(resource).some((name) => pools.includes(name)));
        expect(waiting.map((resource) => partsOf(resource).name)).toEqual(expected?.pools.slice(1));
        expect(pools.length).toBeGreaterThan(0);
    });
});
