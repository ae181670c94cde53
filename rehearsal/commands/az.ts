import { existsSync } from "node:fs";
import { ArmError } from "../azure/arm-error";
import { deletePool, listClusterPools, setAutoscalerBounds, switchCluster, type ListedPool, type PowerState } from "../azure/provider";
import { endPlane } from "../control-plane/connection";
import { planeFolder } from "../control-plane/folder";
import { clusterFolder } from "../kubernetes/object-files";
import { rehearsalPaths } from "../home";
import { say, table, UserError } from "../screen";

/** Exit codes of the Azure CLI: for a command line that it does not understand, and for what does not exist. */
const MISUSED = 2;
const NOT_FOUND = 3;

/** Long names of what a command takes, with the short ones; those without a value say so. */
const FLAGS: Readonly<Record<string, string>> = {
    "-g": "--resource-group",
    "-n": "--name",
    "--nodepool-name": "--name",
    "-o": "--output",
};
const SWITCHES: ReadonlySet<string> = new Set(["--update-cluster-autoscaler"]);
const CLUSTER = ["--resource-group", "--cluster-name"];

type Options = ReadonlyMap<string, string>;
type Command = { readonly needs: readonly string[]; readonly takes: readonly string[]; readonly run: (options: Options) => Promise<void> };

/** What people do to a cluster beside Pulumi, as far as a runbook of this project asks for it. */
const COMMANDS: Readonly<Record<string, Command>> = {
    "aks start": { needs: ["--resource-group", "--name"], takes: [], run: async (options) => turn(options, "Running") },
    "aks stop": { needs: ["--resource-group", "--name"], takes: [], run: async (options) => turn(options, "Stopped") },
    "aks nodepool list": { needs: CLUSTER, takes: ["--output"], run: list },
    "aks nodepool delete": { needs: [...CLUSTER, "--name"], takes: [], run: remove },
    "aks nodepool update": {
        needs: [...CLUSTER, "--name", "--update-cluster-autoscaler", "--min-count", "--max-count"],
        takes: [],
        run: update,
    },
};

/**
 * Some commands of the Azure CLI on the simulated subscription, with its names for options, its exit codes and Azure's refusals.
 *
 * @throws UserError for a command that is not simulated, and for one that Azure refuses
 */
export async function az(args: readonly string[]): Promise<number> {
    const long = args.slice(0, 3).join(" ");
    const words = long in COMMANDS ? long : args.slice(0, 2).join(" ");
    const command = COMMANDS[words];
    if (command === undefined) {
        const known = Object.keys(COMMANDS).map((name) => `az ${name}`);
        throw new UserError(`the rehearsal does not simulate "az ${long}"; it knows ${known.join(", ")}`, MISUSED);
    }
    const options = parse(words, command, args.slice(words.split(" ").length));
    if (!existsSync(rehearsalPaths().subscription)) {
        throw new UserError("there is no cluster: nothing was rehearsed yet", NOT_FOUND);
    }
    try {
        await command.run(options);
        return 0;
    } catch (error) {
        if (error instanceof ArmError) {
            throw new UserError(`(${error.code}) ${error.detail}`, error.status === 404 ? NOT_FOUND : 1);
        }
        throw error;
    }
}

function parse(words: string, { needs, takes }: Command, args: readonly string[]): Options {
    const options = new Map<string, string>();
    for (let index = 0; index < args.length; index++) {
        const [given = "", inline] = (args[index] ?? "").split(/=(.*)/s);
        const flag = FLAGS[given] ?? given;
        if (![...needs, ...takes].includes(flag)) {
            throw new UserError(
                `"az ${words}" of the rehearsal does not take "${given}"; it takes ${[...needs, ...takes].join(", ")}`,
                MISUSED,
            );
        }
        const value = SWITCHES.has(flag) ? "" : (inline ?? args[++index]);
        if (value === undefined) {
            throw new UserError(`az ${words}: ${given} needs a value`, MISUSED);
        }
        options.set(flag, value);
    }
    const missing = needs.filter((flag) => !options.has(flag));
    if (missing.length > 0) {
        throw new UserError(`az ${words}: the following arguments are required: ${missing.join(", ")}`, MISUSED);
    }
    return options;
}

function reference(options: Options): { resourceGroup: string; clusterName: string; name: string } {
    const of = (flag: string): string => options.get(flag) ?? "";
    return { resourceGroup: of("--resource-group"), clusterName: of("--cluster-name"), name: of("--name") };
}

function list(options: Options): Promise<void> {
    const pools = listClusterPools(rehearsalPaths().subscription, reference(options));
    const format = options.get("--output") ?? "json";
    if (format !== "json" && format !== "table") {
        throw new UserError(`az aks nodepool list: --output is json or table here, not "${format}"`, MISUSED);
    }
    const lines = format === "json" ? [JSON.stringify(pools, null, 2)] : table([HEAD, ...pools.map(row)]);
    process.stdout.write(`${lines.join("\n")}\n`);
    return Promise.resolve();
}

const HEAD = ["Name", "Mode", "VmSize", "Count", "MinCount", "MaxCount", "MaxPods", "Zones", "KubernetesVersion", "ProvisioningState"];

function row(pool: ListedPool): string[] {
    const { name, mode, vmSize, count, minCount, maxCount, maxPods, availabilityZones, orchestratorVersion, provisioningState } = pool;
    const numbers = [count, minCount ?? "", maxCount ?? "", maxPods].map(String);
    return [name, mode, vmSize, ...numbers, availabilityZones.join(","), orchestratorVersion, provisioningState];
}

async function remove(options: Options): Promise<void> {
    await deletePool(rehearsalPaths().subscription, reference(options));
    say(`Deleted pool ${options.get("--name") ?? ""} in the simulated subscription. Pulumi does not know: refresh the stack.`);
}

async function update(options: Options): Promise<void> {
    const count = (flag: string): number => {
        const value = options.get(flag) ?? "";
        if (!/^\d+$/.test(value)) {
            throw new UserError(`az aks nodepool update: ${flag} is a whole number, not "${value}"`, MISUSED);
        }
        return Number(value);
    };
    const counts = { minCount: count("--min-count"), maxCount: count("--max-count") };
    await setAutoscalerBounds(rehearsalPaths().subscription, reference(options), counts);
    say(`Pool ${options.get("--name") ?? ""} in the simulated subscription has ${counts.minCount} to ${counts.maxCount} nodes.`);
}

async function turn(options: Options, to: PowerState): Promise<void> {
    const [resourceGroup = "", clusterName = ""] = [options.get("--resource-group"), options.get("--name")];
    const { subscription, clusters } = rehearsalPaths();
    const key = switchCluster(subscription, { resourceGroup, clusterName }, to);
    if (to === "Stopped") {
        await endPlane(planeFolder(clusterFolder(clusters, key)));
    }
    const consequence = to === "Stopped" ? "is stopped: what it holds stays, and nobody reaches it" : "is started";
    say(`Cluster ${clusterName} in the simulated subscription ${consequence}.`);
}
