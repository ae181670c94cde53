import { isObject, type Properties } from "../../rehearsal/provider/values";
import type { ObjectReference, ObjectStore } from "../../rehearsal/kubernetes/object-store";

const OWNER = { fieldManager: "pulumi-kubernetes-1234abcd" };
const OTHER = { fieldManager: "somebody" };

const map = (name: string, data: Properties, namespace?: string): Properties => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    data,
});
const reference = (kind: string, name: string, namespace?: string): ObjectReference => ({
    apiVersion: "v1",
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
});

/** What every store does alike, whatever is behind it. Needs an empty cluster for each run. */
export function describeStore(name: string, open: () => { readonly store: ObjectStore; readonly cluster: string }): void {
    describe(name, () => {
        let store: ObjectStore;
        let cluster: string;

        beforeAll(() => {
            ({ store, cluster } = open());
        });

        it("makes an object once, with what a server writes, and finds it by its name", async () => {
            const made = await store.create(cluster, map("once", { a: "1" }), OWNER);
            expect(made["metadata"]).toMatchObject({
                name: "once",
                namespace: "default",
                uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
                resourceVersion: expect.stringMatching(/^\d+$/) as string,
                creationTimestamp: expect.stringMatching(/Z$/) as string,
            });
            expect(await store.get(cluster, reference("ConfigMap", "once", "default"))).toEqual(made);
            await expect(store.create(cluster, map("once", {}), OWNER)).rejects.toMatchObject({
                reason: "AlreadyExists",
                code: 409,
                message: 'configmaps "once" already exists',
            });
        });

        it("makes up a name that begins as asked", async () => {
            const { metadata } = await store.create(cluster, { ...map("", {}), metadata: { generateName: "run-" } }, OWNER);
            expect(metadata).toMatchObject({ name: expect.stringMatching(/^run-[a-z0-9]{5}$/) as string });
        });

        it.each([
            ["an object that is not there", "NotFound", 404, 'configmaps "gone" not found', map("gone", {}), "get"],
            ["a namespace that is not there", "NotFound", 404, 'namespaces "nowhere" not found', map("a", {}, "nowhere"), "create"],
            ["a name that is none", "Invalid", 422, 'metadata.name: Invalid value: "Upper_Case"', map("Upper_Case", {}), "create"],
        ] as const)("refuses %s", async (_what, reason, code, message, object, verb) => {
            const asked =
                verb === "get" ? store.get(cluster, reference("ConfigMap", "gone", "default")) : store.create(cluster, object, OWNER);
            await expect(asked).rejects.toMatchObject({ reason, code, message: expect.stringContaining(message) as string });
        });

        it("knows which kinds there are, and where they belong", async () => {
            const scopes = [
                ["v1", "ConfigMap"],
                ["v1", "Namespace"],
                ["apps/v1", "Deploiment"],
                ["karpenter.sh/v1", "NodePool"],
            ].map(async ([apiVersion = "", kind = ""]) => store.isNamespaced(cluster, apiVersion, kind));
            expect(await Promise.all(scopes)).toEqual([true, false, undefined, undefined]);
            await expect(
                store.create(cluster, { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: "gpu" } }, OWNER),
            ).rejects.toMatchObject({ message: 'no matches for kind "NodePool" in version "karpenter.sh/v1"' });
        });

        it("stores nothing in a dry run, and refuses what it would refuse", async () => {
            const planned = await store.create(cluster, map("planned", { a: "1" }), { ...OWNER, dryRun: true });
            expect(planned["data"]).toEqual({ a: "1" });
            await expect(store.get(cluster, reference("ConfigMap", "planned", "default"))).rejects.toMatchObject({ reason: "NotFound" });
            await expect(store.create(cluster, map("once", {}), { ...OWNER, dryRun: true })).rejects.toMatchObject({
                reason: "AlreadyExists",
            });
            await store.apply(cluster, map("once", { a: "changed" }), { ...OWNER, dryRun: true });
            expect((await store.get(cluster, reference("ConfigMap", "once", "default")))["data"]).toEqual({ a: "1" });
        });

        it("applies: what is new comes, what the manager dropped goes, what others wrote stays, and a conflict is refused unless forced", async () => {
            await store.create(cluster, map("shared", { a: "1", b: "1" }), OWNER);
            await store.apply(cluster, map("shared", { theirs: "1" }), OTHER);
            const applied = await store.apply(cluster, map("shared", { a: "2", c: "1" }), OWNER);
            expect(applied["data"]).toEqual({ a: "2", c: "1", theirs: "1" });
            await expect(store.apply(cluster, map("shared", { a: "3" }), OTHER)).rejects.toMatchObject({
                reason: "Conflict",
                code: 409,
                message: expect.stringMatching(
                    /^Apply failed with 1 conflict: conflict with "pulumi-kubernetes-1234abcd".*: \.data\.a$/,
                ) as string,
            });
            const forced = await store.apply(cluster, map("shared", { a: "3" }), { ...OTHER, force: true });
            expect(forced["data"]).toEqual({ a: "3", c: "1" });
        });

        it("makes what it applies when it is not there, and replaces an object as a whole", async () => {
            const made = await store.apply(cluster, map("whole", { a: "1", b: "1" }), OWNER);
            const replaced = await store.replace(cluster, map("whole", { a: "2" }), OWNER);
            expect([made["data"], replaced["data"]]).toEqual([{ a: "1", b: "1" }, { a: "2" }]);
            expect(uidOf(replaced)).toBe(uidOf(made));
            await expect(store.replace(cluster, map("never", {}), OWNER)).rejects.toMatchObject({ reason: "NotFound" });
        });

        it("lists a kind by namespace, and everything that somebody made with whose program made it", async () => {
            await store.create(cluster, { apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } }, { ...OWNER, stack: "dev" });
            await store.create(cluster, map("listed", {}, "team"), { ...OWNER, stack: "prod" });
            const maps = await store.listKind(cluster, "v1", "ConfigMap", "team");
            expect(maps.map(nameOf)).toContain("listed");
            expect(maps.map(nameOf)).not.toContain("once");
            const all = (await store.list(cluster)).map(({ object, stack }) => [object["kind"], nameOf(object), stack]);
            expect(all).toEqual(
                expect.arrayContaining([
                    ["Namespace", "team", "dev"],
                    ["ConfigMap", "listed", "prod"],
                    ["ConfigMap", "once", undefined],
                ]),
            );
            expect(all.map(([, name]) => name)).not.toContain("kube-system");
            expect(all.map(([, name]) => name)).not.toContain("kube-root-ca.crt");
        });

        it("deletes once, and refuses to delete what the cluster needs", async () => {
            await store.delete(cluster, reference("ConfigMap", "once", "default"), "Background");
            await expect(store.delete(cluster, reference("ConfigMap", "once", "default"))).rejects.toMatchObject({ reason: "NotFound" });
            await expect(store.delete(cluster, reference("Namespace", "kube-system"))).rejects.toMatchObject({
                reason: "Forbidden",
                code: 403,
            });
        });

        it("serves a custom resource once its definition stands", async () => {
            const definition: Properties = {
                apiVersion: "apiextensions.k8s.io/v1",
                kind: "CustomResourceDefinition",
                metadata: { name: "parts.example.com" },
                spec: {
                    group: "example.com",
                    scope: "Namespaced",
                    names: { kind: "Part", plural: "parts", singular: "part", listKind: "PartList" },
                    versions: [
                        {
                            name: "v1",
                            served: true,
                            storage: true,
                            schema: {
                                openAPIV3Schema: {
                                    type: "object",
                                    properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
                                },
                            },
                        },
                    ],
                },
            };
            await store.create(cluster, definition, OWNER);
            const part: Properties = { apiVersion: "example.com/v1", kind: "Part", metadata: { name: "p" }, spec: { size: 1 } };
            const made = await eventually(async () => store.create(cluster, part, OWNER));
            expect(made).toMatchObject({ kind: "Part", metadata: { namespace: "default" }, spec: { size: 1 } });
            expect(await store.isNamespaced(cluster, "example.com/v1", "Part")).toBe(true);
        });
    });
}

/** Tries for ten seconds. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
    for (let left = 100; left > 0; left--) {
        try {
            return await attempt();
        } catch {
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
    }
    return attempt();
}

function nameOf(object: Properties): unknown {
    return isObject(object["metadata"]) ? object["metadata"]["name"] : undefined;
}

function uidOf(object: Properties): unknown {
    return isObject(object["metadata"]) ? object["metadata"]["uid"] : undefined;
}
