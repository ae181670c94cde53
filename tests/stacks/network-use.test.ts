import { checkConfig } from "../../stacks/config/check";
import { type Edit, edited, toRaw } from "./support/stack-config";

const found = (rule: string, ...edits: Edit[]): string[] =>
    checkConfig(toRaw(edited("prod", edits)), "prod").findings.flatMap((one) => (one.rule === rule ? [one.path] : []));

const subnetId = (group: string, network: string, subnet: string): string =>
    `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${network}/subnets/${subnet}`;
const existing = (nodeSubnetId: string, nodeSubnet = "10.1.0.0/20"): Edit => {
    return [["network"], { kind: "existing", nodeSubnetId, nodeSubnet, outbound: { kind: "natGateway" } }];
};
const adopted = (name: string): Edit => [["resourceGroup"], { kind: "existing", name }];

describe("names that become labels of nodes in an overlay", () => {
    const names = (...edits: Edit[]): string[] => found("network/overlay-name", ...edits);

    it("are those of an existing subnet, its network and the network's resource group", () => {
        const long = "n".repeat(64);
        const ids = [subnetId(long, "v", "n"), subnetId("g", long, "n"), subnetId("g", "v", long), subnetId("rg-(eu)", "v", "n")];
        expect(ids.map((id) => names(existing(id)))).toEqual(ids.map(() => ["network.nodeSubnetId"]));
        expect(names(existing(subnetId(long.slice(1), long.slice(1), long.slice(1))))).toEqual([]);
        expect(names(existing(subnetId(long, long, long)), [["cluster", "podNetworking"], "node-subnet"])).toEqual([]);
    });

    it("are those of an adopted resource group only where the network is made in it", () => {
        const group = adopted("g".repeat(64));
        expect(names(group)).toEqual(["resourceGroup.name"]);
        expect(names(adopted("g".repeat(63)))).toEqual([]);
        expect(names(group, existing(subnetId("g", "v", "n")))).toEqual([]);
    });
});

describe("the range of InfiniBand", () => {
    const ranges = (...edits: Edit[]): string[] => found("network/infiniband-range", ...edits);
    const rdma: Edit = [["gpuPools", "a100", "sizes", 0], "Standard_ND96asr_v4"];
    const network: Edit[] = [
        [["network", "addressSpace"], "172.16.0.0/15"],
        [["network", "nodeSubnet"], "172.17.0.0/20"],
    ];

    it("is looked for in the network, in an existing subnet and in connected networks, where a size has InfiniBand", () => {
        expect(ranges(rdma, ...network)).toEqual(["network.addressSpace"]);
        expect(ranges(rdma, existing(subnetId("g", "v", "n"), "172.16.240.0/20"))).toEqual(["network.nodeSubnet"]);
        expect(
            ranges(rdma, [
                ["network", "peeredRanges"],
                ["172.17.0.0/16", "172.16.255.0/24"],
            ]),
        ).toEqual(["network.peeredRanges[1]"]);
        expect(ranges(...network)).toEqual([]);
    });
});
