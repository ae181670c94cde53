import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { clusterFolders, endControlPlanes, forgetDeletedClusters, openClusters, partsOf } from "../../rehearsal/clusters";
import { noteKeeping } from "../../rehearsal/control-plane/kept-in";
import { rehearsalPaths } from "../../rehearsal/home";
import { takeInventory } from "../../rehearsal/standing";

let home: string;
beforeEach(() => (home = realpathSync(mkdtempSync(path.join(os.tmpdir(), "clusters-")))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the parts of AKS that bring definitions", () => {
    it("are the snapshot controller, unless it is switched off", () => {
        expect([partsOf({}), partsOf({ storageProfile: { snapshotController: { enabled: false } } })]).toEqual([
            ["snapshot-controller"],
            [],
        ]);
    });

    it("are what the cluster's properties switch on", () => {
        expect(
            partsOf({
                nodeProvisioningProfile: { mode: "Auto" },
                serviceMeshProfile: { mode: "Istio" },
                ingressProfile: { gatewayAPI: { installation: "Standard" } },
            }),
        ).toEqual(["snapshot-controller", "node-auto-provisioning", "istio-add-on", "managed-gateway-api"]);
        expect(partsOf({ nodeProvisioningProfile: { mode: "Manual" }, serviceMeshProfile: { mode: "Disabled" } })).toEqual([
            "snapshot-controller",
        ]);
    });
});

describe("clusters of a rehearsal in which nothing stands", () => {
    it("a command that makes none looks for no programs, and decides nothing", async () => {
        const planes = await openClusters(rehearsalPaths(home), { stack: "dev", early: "full" });
        expect(planes.has("demo.hcp.example")).toBe(false);
        expect(clusterFolders(rehearsalPaths(home))).toEqual([]);
        await planes.close();
    });

    it("a look leaves nothing behind", async () => {
        expect(await takeInventory(undefined, rehearsalPaths(home))).toEqual({ resources: [], objects: [] });
        expect(await endControlPlanes(rehearsalPaths(home))).toBe(0);
        expect(clusterFolders(rehearsalPaths(home))).toEqual([]);
    });

    it("what a deleted cluster left goes, with everything in it", async () => {
        const paths = rehearsalPaths(home);
        const folder = path.join(paths.clusters, "gone.hcp.example");
        mkdirSync(path.join(folder, "control-plane", "processes"), { recursive: true });
        noteKeeping(folder, "control plane", "dev");
        expect(clusterFolders(paths)).toEqual([folder]);
        await forgetDeletedClusters(paths);
        expect(clusterFolders(paths)).toEqual([]);
    });
});
