import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWhole, sweep, writeWhole } from "../../../rehearsal/azure/subscription/files";
import { fileNameOf, ResourceStore } from "../../../rehearsal/azure/subscription/store";
import type { ResourceRecord } from "../../../rehearsal/azure/subscription/store";
import { readSettings, settingsPath } from "../../../rehearsal/azure/subscription/settings";
import { refusal, SubscriptionFixture } from "./subscription-fixture";

const record = (id: string): ResourceRecord => ({
    id,
    type: "azure-native:resources:ResourceGroup",
    armType: "Microsoft.Resources/resourceGroups",
    name: "rg",
    createdAt: "2026-01-01T00:00:00.000Z",
    changedAt: "2026-01-01T00:00:00.000Z",
    provisioningState: "Succeeded",
    path: {},
    body: {},
    computed: {},
});

describe("the subscription's files", () => {
    let directory: string;
    beforeEach(() => {
        directory = mkdtempSync(join(tmpdir(), "store-"));
    });
    afterEach(() => {
        rmSync(directory, { recursive: true, force: true });
    });

    test("of two creates of one id exactly one wins, in any spelling", () => {
        const [one, other] = [new ResourceStore(directory), new ResourceStore(directory)];
        expect([
            one.create(record("/subscriptions/s/resourceGroups/RG")),
            other.create(record("/subscriptions/s/resourcegroups/rg")),
        ]).toEqual([true, false]);
        expect(one.all().map((found) => found.id)).toEqual(["/subscriptions/s/resourceGroups/RG"]);
    });

    test("two programs that create the same resource at once: one is refused", async () => {
        const fixture = new SubscriptionFixture();
        try {
            const outcomes = await Promise.all([refusal(fixture.group()), refusal(fixture.group())]);
            expect(outcomes.sort()).toEqual(["accepted", `cannot create already existing resource '${fixture.groupId()}'`]);
        } finally {
            fixture.dispose();
        }
    });

    test("what a killed process left half written is not read, and swept when it is old", () => {
        const store = new ResourceStore(directory);
        store.create(record("/subscriptions/s/resourceGroups/rg"));
        const torn = join(directory, "resources", `${fileNameOf("/subscriptions/s/resourceGroups/other")}.tmp-0123456789abcdef`);
        writeFileSync(torn, '{"id": "/subscr');
        expect(store.all()).toHaveLength(1);
        sweep(join(directory, "resources"));
        expect(existsSync(torn)).toBe(true);
        utimesSync(torn, new Date(0), new Date(0));
        store.sweep();
        expect(existsSync(torn)).toBe(false);
        expect(store.all()).toHaveLength(1);
    });

    test("no write leaves a temporary file behind", () => {
        const path = join(directory, "a", "b.json");
        writeWhole(path, "1");
        writeWhole(path, "2");
        expect(createWhole(path, "3")).toBe(false);
        expect(readdirSync(join(directory, "a"))).toEqual(["b.json"]);
    });

    test("a reader beside a process that writes and is killed sees only whole records", async () => {
        const target = join(directory, "resources", "x.json");
        const script = `
            const fs = require("node:fs"); fs.mkdirSync(require("node:path").dirname(process.argv[1]), { recursive: true });
            for (let n = 0; ; n++) { const t = process.argv[1] + ".tmp-" + String(n).padStart(16, "0"); fs.writeFileSync(t, JSON.stringify({ n, filler: "x".repeat(200000) })); fs.renameSync(t, process.argv[1]); }`;
        const writer = spawn(process.execPath, ["-e", script, target]);
        const store = new ResourceStore(directory);
        const end = Date.now() + 700;
        let reads = 0;
        while (Date.now() < end) {
            reads += store.all().length;
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        writer.kill("SIGKILL");
        await new Promise((resolve) => writer.on("exit", resolve));
        expect(reads).toBeGreaterThan(5);
        expect(store.all()).toHaveLength(1);
    });

    test("long ids get file names that fit and differ", () => {
        const scope = `/subscriptions/s/resourceGroups/${"g".repeat(90)}/providers/Microsoft.ContainerService/managedClusters/${"c".repeat(63)}`;
        const [one, other] = [
            fileNameOf(`${scope}/providers/Microsoft.Insights/diagnosticSettings/a`),
            fileNameOf(`${scope}/providers/Microsoft.Insights/diagnosticSettings/b`),
        ];
        expect(one).not.toBe(other);
        expect(Math.max(one.length, other.length)).toBeLessThanOrEqual(205);
        expect(fileNameOf("/subscriptions/s/resourceGroups/Rg")).toBe("subscriptions~s~resourcegroups~rg.json");
    });

    test("subscription.json is written once, explains itself, and errors name the key", () => {
        const first = readSettings(directory);
        expect(readSettings(directory)).toEqual({ ...first });
        const path = settingsPath(directory);
        writeFileSync(path, JSON.stringify({ ...first, quotas: { default: { cores: -1 } } }));
        expect(() => readSettings(directory)).toThrow(`${path}: 'quotas.default["cores"]' must be a number of vCPUs from 0 on, is -1`);
        writeFileSync(path, JSON.stringify({ ...first, quota: {} }));
        expect(() => readSettings(directory)).toThrow(`${path}: 'quota' is not a key of this file; allowed are`);
        writeFileSync(path, "{");
        expect(() => readSettings(directory)).toThrow(`${path} is not JSON`);
    });

    test("a resource declared as existing is there before any program ran, and stays after the subscription is emptied", async () => {
        const fixture = new SubscriptionFixture();
        try {
            fixture.edit({
                existing: [
                    { type: "azure-native:resources:ResourceGroup", inputs: { resourceGroupName: "shared", location: "westeurope" } },
                ],
            });
            const found = await fixture.azure.invoke({
                token: "azure-native:resources:getResourceGroup",
                args: { resourceGroupName: "shared" },
            });
            expect(found).toMatchObject({ id: fixture.groupId("shared"), location: "westeurope" });
            fixture.edit({
                existing: [{ type: "azure-native:resources:ResourceGroup", inputs: { resourceGroupName: "other", loc: "x" } }],
            });
            await expect(
                fixture.azure.invoke({ token: "azure-native:resources:getResourceGroup", args: { resourceGroupName: "other" } }),
            ).rejects.toThrow("subscription.json, existing[0]: loc: unknown property");
        } finally {
            fixture.dispose();
        }
    });
});
