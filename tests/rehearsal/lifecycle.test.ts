import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { checkout, nameOf, Rehearsal, shapeOf, standing, typeOf } from "../support/rehearsal";

jest.setTimeout(600_000);

const gitStatus = (): string => execFileSync("git", ["status", "--porcelain"], { cwd: checkout, encoding: "utf8" });

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const size = ["ml-platform:gpuPools", "t4", "sizes", 0] as const;
const serviceCidr = [
    [["ml-platform:cluster", "serviceCidr"], "172.21.0.0/16"],
    [["ml-platform:cluster", "dnsServiceIp"], "172.21.0.10"],
] as const;

/** One platform from its first `up` to its `destroy`: the tests are its chapters, in order. */
describe("the dev stack", () => {
    const rehearsal = new Rehearsal();
    const statusBefore = gitStatus();
    afterAll(() => rehearsal.remove());
    let idOfStack: string;
    let shapeOfFresh: string[];

    it("S0-3 S0-5 S1-5 S1-6 stands after `up`, and state and subscription agree", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        const inventory = await rehearsal.inventory("dev");
        expect(inventory.resources.filter(({ type }) => type === CLUSTER)).toHaveLength(1);
        expect(inventory.resources.filter(({ type }) => type === POOL).map(({ name }) => name)).toEqual(["systempool", "t4d1"]);
        expect(inventory.objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
            "Namespace gpu-resources",
            "Namespace studioml",
            "Release dcgm-exporter",
            "Release nvidia-device-plugin",
        ]);
        idOfStack = await id(rehearsal);
        shapeOfFresh = shapeOf(inventory, idOfStack);
    });

    it("previews no change, also after a refresh", async () => {
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", "dev");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    });

    it("another GPU size replaces exactly that pool", async () => {
        const file = rehearsal.edited("dev", [[size, "Standard_NC8as_T4_v3"]]);
        const steps = await rehearsal.previewSteps("dev", "--config-file", file);
        const replaced = steps.filter(({ op }) => op.includes("replace"));
        expect(new Set(replaced.map(typeOf))).toEqual(new Set([POOL]));
        expect(new Set(replaced.map(nameOf)).size).toBe(1);
        // what is left is the stack's outputs, which name the size
        expect(steps.filter((step) => !step.op.includes("replace")).map(({ op }) => op)).not.toContain("create");
    });

    it("a tag updates, and replaces nothing", async () => {
        const file = rehearsal.edited("dev", [[["ml-platform:environment", "tags", "cost-center"], "elsewhere"]]);
        const steps = await rehearsal.previewSteps("dev", "--config-file", file);
        expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["update"]));
        expect(steps.map(typeOf)).toContain(CLUSTER);
    });

    it("another service CIDR shows the cluster's replacement with everything that goes with it", async () => {
        const steps = await rehearsal.previewSteps("dev", "--config-file", rehearsal.edited("dev", serviceCidr));
        const replaced = new Set(steps.filter(({ op }) => op.includes("replace")).map(typeOf));
        for (const type of [
            CLUSTER,
            POOL,
            "azure-native:containerservice:MaintenanceConfiguration",
            "azure-native:monitor:DiagnosticSetting",
            "kubernetes:core/v1:Namespace",
            "kubernetes:helm.sh/v3:Release",
        ]) {
            expect(replaced).toContain(type);
        }
        for (const type of [
            "azure-native:network:Subnet",
            "azure-native:containerregistry:Registry",
            "azure-native:resources:ResourceGroup",
        ]) {
            expect(replaced).not.toContain(type);
        }
    });

    it("a protected stack refuses that replacement before anything is done", async () => {
        const protectedFile = rehearsal.edited("dev", [[["ml-platform:environment", "protect"], true]]);
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", protectedFile);
        const before = await rehearsal.inventory("dev");
        const both = rehearsal.edited("dev", [[["ml-platform:environment", "protect"], true], ...serviceCidr]);
        const refused = await rehearsal.run("up", "--yes", "-s", "dev", "--config-file", both);
        expect(refused.code).not.toBe(0);
        expect(refused.output).toMatch(/protect/);
        expect(await rehearsal.inventory("dev")).toEqual(before);
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
    });

    it("unprotected, it ends with the inventory of a fresh `up`", async () => {
        const file = rehearsal.edited("dev", serviceCidr);
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", file);
        expect(shapeOf(await rehearsal.inventory("dev"), idOfStack)).toEqual(shapeOfFresh);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", file);
    });

    it("`destroy` leaves nothing", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state("dev")).toEqual([]);
        expect(readdirSync(path.join(rehearsal.home, "clusters"))).toEqual([]);
    });

    it("no tracked file was written, and no secret shown", () => {
        expect(gitStatus()).toBe(statusBefore);
    });
});

describe("the prod stack", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());

    it("stands", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "prod");
        const { inCloud, inState } = await standing(rehearsal, "prod");
        expect(inCloud).toEqual(inState);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "prod");
    });

    it("refuses `destroy`, and loses nothing by it", async () => {
        const before = await rehearsal.inventory("prod");
        const refused = await rehearsal.run("destroy", "--yes", "-s", "prod");
        expect(refused.code).not.toBe(0);
        expect(refused.output).toMatch(/protected/);
        expect(await rehearsal.inventory("prod")).toEqual(before);
    });

    it("is destroyed without a rest once someone has lifted the protection by hand", async () => {
        await rehearsal.ok("state", "unprotect", "--all", "--yes", "-s", "prod");
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "prod");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state("prod")).toEqual([]);
    });
});

/** The stack's 8-character id, from its state. */
async function id(rehearsal: Rehearsal): Promise<string> {
    const { stdout } = await rehearsal.ok("stack", "export", "-s", "dev");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { type: string; id?: string }[] } };
    const found = deployment.resources.find(({ type }) => type === "random:index/randomString:RandomString")?.id;
    if (found === undefined) {
        throw new Error("the state holds no random id");
    }
    return found;
}
