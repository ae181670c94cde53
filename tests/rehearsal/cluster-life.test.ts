import { at, numberAt, objectsAt, textAt } from "../../rehearsal/azure/request";
import type { KubernetesObject } from "../../rehearsal/kubernetes/object-store";
import type { Properties } from "../../rehearsal/provider/values";
import { standUpCluster, type StandingTestCluster } from "../support/standing-cluster";
import { poolRecord } from "../simulation/nodes/records";

/** Looks until something is there. */
async function until<T>(look: () => Promise<T | undefined>, milliseconds = 60_000): Promise<T> {
    for (const end = Date.now() + milliseconds; Date.now() < end;) {
        const found = await look();
        if (found !== undefined) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new Error("the time was over");
}

describe("what goes on in a rehearsed cluster", () => {
    let cluster: StandingTestCluster;

    beforeAll(async () => {
        const pool = poolRecord("cpu", { vmSize: "Standard_D4ds_v5", count: 1, minCount: 1, availabilityZones: ["2"] });
        cluster = await standUpCluster([pool], { cores: 40, standardDDSv5Family: 40 });
    }, 600_000);

    afterAll(async () => cluster.close());

    test("pods run: a deployment becomes available; jobs end, well or, where the annotation says so, badly", async () => {
        const quick = (name: string, annotations: Properties): KubernetesObject => ({
            apiVersion: "batch/v1",
            kind: "Job",
            metadata: { name, namespace: "default" },
            spec: {
                backoffLimit: 0,
                template: {
                    metadata: { annotations },
                    spec: { restartPolicy: "Never", tolerations: [{ operator: "Exists" }], containers: [{ name: "main", image: "a:1" }] },
                },
            },
        });
        const labels = { app: "serve" };
        await cluster.send("POST", "/apis/apps/v1/namespaces/default/deployments", {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "serve", namespace: "default" },
            spec: {
                replicas: 2,
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels },
                    spec: { tolerations: [{ operator: "Exists" }], containers: [{ name: "main", image: "serve:1" }] },
                },
            },
        });
        await cluster.send("POST", "/apis/batch/v1/namespaces/default/jobs", quick("good", {}));
        await cluster.send("POST", "/apis/batch/v1/namespaces/default/jobs", quick("bad", { "ml-platform.rehearsal/fails": "true" }));
        const read = async (path: string): Promise<Properties> => cluster.send("GET", path);
        const state = async (): Promise<unknown[]> => [
            numberAt(await read("/apis/apps/v1/namespaces/default/deployments/serve"), "status", "availableReplicas"),
            numberAt(await read("/apis/batch/v1/namespaces/default/jobs/good"), "status", "succeeded"),
            numberAt(await read("/apis/batch/v1/namespaces/default/jobs/bad"), "status", "failed"),
        ];
        await until(async () => ((await state()).includes(undefined) ? undefined : true));
        expect(await state()).toEqual([2, 1, 1]);
        await cluster.send("DELETE", "/apis/apps/v1/namespaces/default/deployments/serve");
    }, 120_000);

    test("S2-4 a disk is made in the zone of the pod that wants it, a share at once, and both go with their claims", async () => {
        const claims = "/api/v1/namespaces/default/persistentvolumeclaims";
        const claim = (name: string, storageClassName?: string): KubernetesObject => ({
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { name, namespace: "default" },
            spec: {
                ...(storageClassName === undefined ? {} : { storageClassName }),
                accessModes: ["ReadWriteOnce"],
                resources: { requests: { storage: "8Gi" } },
            },
        });
        await until(async () =>
            objectsAt(await cluster.send("GET", "/apis/storage.k8s.io/v1/storageclasses"), "items").length === 9 ? true : undefined,
        );
        await cluster.send("POST", claims, claim("disk"));
        await cluster.send("POST", claims, claim("share", "azurefile-csi"));
        await cluster.send("POST", "/api/v1/namespaces/default/pods", {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "db", namespace: "default" },
            spec: {
                containers: [{ name: "main", image: "db:1", volumeMounts: [{ name: "data", mountPath: "/data" }] }],
                volumes: [{ name: "data", persistentVolumeClaim: { claimName: "disk" } }],
            },
        });
        const phase = async (path: string): Promise<string | undefined> => textAt(await cluster.send("GET", path), "status", "phase");
        const is = async (path: string, wanted: string): Promise<true> =>
            until(async () => ((await phase(path)) === wanted ? true : undefined));
        await is(`${claims}/disk`, "Bound");
        await is(`${claims}/share`, "Bound");
        await is("/api/v1/namespaces/default/pods/db", "Running");
        const volumes = objectsAt(await cluster.send("GET", "/api/v1/persistentvolumes"), "items");
        expect(
            volumes
                .map((volume) => [
                    at(volume, "spec", "claimRef", "name"),
                    at(volume, "spec", "csi", "driver"),
                    JSON.stringify(at(volume, "spec", "nodeAffinity") ?? null).includes("eastus-2"),
                ])
                .sort(),
        ).toEqual([
            ["disk", "disk.csi.azure.com", true],
            ["share", "file.csi.azure.com", false],
        ]);
        await cluster.send("DELETE", "/api/v1/namespaces/default/pods/db", undefined, { gracePeriodSeconds: "0" });
        await cluster.send("DELETE", `${claims}/disk`);
        await cluster.send("DELETE", `${claims}/share`);
        await until(async () =>
            objectsAt(await cluster.send("GET", "/api/v1/persistentvolumes"), "items").length === 0 ? true : undefined,
        );
    }, 120_000);

    test("a Service of the type LoadBalancer gets an address", async () => {
        const services = "/api/v1/namespaces/default/services";
        await cluster.send("POST", services, {
            apiVersion: "v1",
            kind: "Service",
            metadata: { name: "ingress", namespace: "default" },
            spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
        });
        const address = await until(async () =>
            textAt(objectsAt(await cluster.send("GET", `${services}/ingress`), "status", "loadBalancer", "ingress")[0], "ip"),
        );
        expect(address).toMatch(/^198\.(18|19)\./);
    }, 60_000);
});
