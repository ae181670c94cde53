import * as pulumi from "@pulumi/pulumi";
import { ImagePullSecrets, type ImagePullSecretsArgs } from "../../components";
import { dockerConfigJson } from "../../components/image-pull-secrets/values";
import { record, roots, urns, valueOf } from "../support/mocks";
import { clusterHandle } from "../support/mocks-fixtures";

const PASSWORD = "hunter2-of-github";
const registries = {
    github: { server: "ghcr.io", username: "bot", password: PASSWORD },
    hub: { server: "docker.io", username: "team", password: "hunter3-of-hub" },
};

const build = (changes: Partial<ImagePullSecretsArgs> = {}, name = "pull"): ImagePullSecrets =>
    new ImagePullSecrets(name, {
        registries,
        namespaces: { studioml: "studioml", jobs: pulumi.output("gpu-jobs") },
        cluster: clusterHandle({}, `${name}-cluster`),
        ...changes,
    });

describe("the content of an image pull secret", () => {
    const parsed = (list: Parameters<typeof dockerConfigJson>[0]): unknown => JSON.parse(dockerConfigJson(list));

    it("S1-9 is what kubelet reads: every registry by its host, and Docker Hub by the address that its images are asked for under", () => {
        expect(parsed([registries.github, { server: "registry.example:5000", username: "ü", password: "a:b" }, registries.hub])).toEqual({
            auths: {
                "ghcr.io": { username: "bot", password: PASSWORD, auth: Buffer.from(`bot:${PASSWORD}`).toString("base64") },
                "registry.example:5000": { username: "ü", password: "a:b", auth: Buffer.from("ü:a:b", "utf8").toString("base64") },
                "https://index.docker.io/v1/": { username: "team", password: "hunter3-of-hub", auth: "dGVhbTpodW50ZXIzLW9mLWh1Yg==" },
            },
        });
    });

    it("does not depend on the order in the file", () => {
        expect(dockerConfigJson([registries.github, registries.hub])).toBe(dockerConfigJson([registries.hub, registries.github]));
    });
});

describe("ImagePullSecrets", () => {
    it("S1-9 makes one Secret in each namespace, whose content is secret, which dies with the cluster, and changes nothing else", async () => {
        const recording = await record(() => build());
        expect(recording.resources.slice(2).map(({ type, name, parent, inputs }) => [type, name, parent, inputs])).toEqual(
            [
                ["pull-studioml", "studioml"],
                ["pull-jobs", "gpu-jobs"],
            ].map(([name, namespace]) => [
                "kubernetes:core/v1:Secret",
                name,
                "pull",
                {
                    apiVersion: "v1",
                    kind: "Secret",
                    metadata: { name: "image-registries", namespace, labels: { "app.kubernetes.io/managed-by": "pulumi" } },
                    type: "kubernetes.io/dockerconfigjson",
                    stringData: "[secret]",
                },
            ]),
        );
        expect(recording.resources.slice(2).map(({ options }) => options)).toEqual(
            Array(2).fill({ deletedWith: "pull-cluster", replaceWith: ["pull-cluster"], deleteBeforeReplace: true }),
        );
        expect(roots(recording)).toEqual(["pull-cluster", "pull"]);
        expect(JSON.stringify(recording.resources)).not.toContain(PASSWORD);
        const { studioml, jobs } = recording.result.secretNames;
        expect(await Promise.all([studioml, jobs].map((name) => valueOf(name ?? pulumi.output(""))))).toEqual(
            Array(2).fill({ value: "image-registries", secret: false }),
        );
    });

    it("has nothing to die with where another stack made the cluster", async () => {
        const { resource: _resource, ...referenced } = (await record(() => clusterHandle())).result;
        const recording = await record(() => build({ cluster: referenced }));
        const secrets = recording.resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
        expect(secrets.map(({ name, options }) => [name, options])).toEqual([
            ["pull-studioml", {}],
            ["pull-jobs", {}],
        ]);
    });

    it("makes nothing where no namespace pulls, and registers nothing on a bad server", async () => {
        expect((await record(() => build({ namespaces: {} }))).resources.map(({ name }) => name)).toEqual(["pull-cluster", "pull"]);
        const bad = { github: { server: "https://ghcr.io/team", username: "bot", password: PASSWORD } };
        const refused = await record(() => {
            let message = "";
            try {
                build({ registries: bad });
            } catch (error) {
                message = (error as Error).message;
            }
            return message;
        });
        expect(refused.result).toMatch(/registries\.github\.server: .*image-registries\/server/);
        expect(refused.result).not.toContain(PASSWORD);
        expect(refused.resources.map(({ name }) => name)).toEqual(["pull-cluster", "pull"]);
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        expect(urns(await record(() => build(), { preview: true }))).toEqual(urns(await record(() => build())));
        const both = await record(() => [build(), build({}, "other")]);
        expect(new Set(urns(both)).size).toBe(8);
    });
});
