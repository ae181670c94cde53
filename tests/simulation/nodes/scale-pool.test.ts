import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setNodeCount } from "../../../rehearsal/azure/subscription/scaling";
import { ResourceStore } from "../../../rehearsal/azure/subscription/store";
import { clusterRecord, poolRecord } from "./records";

describe("the autoscaler sets the number of nodes of a pool", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "scale-"));
    const store = new ResourceStore(directory);
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    test("and nothing else of it", () => {
        const pool = poolRecord("t4", { count: 1 });
        store.create(pool);
        expect(setNodeCount(directory, pool.id, 1, 3)).toBe(true);
        expect(store.get(pool.id)).toEqual({ ...pool, body: { ...pool.body, count: 3 } });
    });

    test("also when its last change has ended and nobody has looked since", () => {
        const over = poolRecord("over", { count: 1 }, { provisioningState: "Updating", operation: { completesAt: Date.now() - 1 } });
        store.create(over);
        expect(setNodeCount(directory, over.id, 1, 2)).toBe(true);
    });

    test.each([
        ["a pool that has gone", () => poolRecord("gone", {}).id],
        ["what is no pool", () => (store.create(clusterRecord()), clusterRecord().id)],
        [
            "a pool that has another number than was looked at",
            () => (store.create(poolRecord("other", { count: 2 })), poolRecord("other", {}).id),
        ],
        [
            "a pool that is being changed",
            () => (store.create(poolRecord("busy", { count: 1 }, { provisioningState: "Updating" })), poolRecord("busy", {}).id),
        ],
    ])("not of %s", (_, make) => {
        const id = make();
        const before = store.get(id);
        expect(setNodeCount(directory, id, 1, 2)).toBe(false);
        expect(store.get(id)).toEqual(before);
    });
});
