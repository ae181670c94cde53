import { imageName, importCommand } from "../../components/core/image-imports";
import { run } from "../../stacks/config/cli/command";
import { CHECKOUT } from "./support/stack-config";
import { makeCheckout, stackFileText } from "./support/checkout";

const DIGEST = `sha256:${"a".repeat(64)}`;

async function images(
    files?: Readonly<Record<string, string>>,
    args: readonly string[] = [],
): Promise<readonly [number, string[], string[]]> {
    const made = files === undefined ? undefined : makeCheckout(files);
    const root = made?.root ?? CHECKOUT;
    const [output, errors]: [string[], string[]] = [[], []];
    const code = await run(["images", ...args], { root, cwd: root, out: (line) => output.push(line), err: (line) => errors.push(line) });
    made?.remove();
    return [code, output, errors];
}

describe("names of images", () => {
    it.each([
        ["rabbitmq:4.2.6-management", { repository: "docker.io/library/rabbitmq", tag: "4.2.6-management" }],
        ["prom/statsd-exporter", { repository: "docker.io/prom/statsd-exporter" }],
        ["localhost:5000/a/b:1", { repository: "localhost:5000/a/b", tag: "1" }],
        [`ghcr.io/a/b:v1@${DIGEST}`, { repository: "ghcr.io/a/b", tag: "v1", digest: DIGEST }],
        [`ghcr.io/a/b@${DIGEST}`, { repository: "ghcr.io/a/b", digest: DIGEST }],
    ])("%s has its parts", (reference, expected) => {
        expect(imageName(reference)).toEqual(expected);
    });

    it("S1-10 S1-25 are copied by digest where there is one, under the publisher's full name", () => {
        expect(importCommand(imageName(`ghcr.io/a/b:v1@${DIGEST}`), "contoso")).toBe(
            `az acr import --name contoso --source ghcr.io/a/b@${DIGEST} --image ghcr.io/a/b:v1`,
        );
        expect(importCommand(imageName(`ghcr.io/a/b@${DIGEST}`), "contoso")).toBe(
            `az acr import --name contoso --source ghcr.io/a/b@${DIGEST} --repository ghcr.io/a/b`,
        );
        expect(importCommand(imageName("rabbitmq:4"), "contoso")).toBe(
            "az acr import --name contoso --source docker.io/library/rabbitmq:4 --image docker.io/library/rabbitmq:4",
        );
    });
});

describe("npm run config -- images", () => {
    it("S1-10 S1-25 prints how the registry gets every image: what a rule fetches, and commands for the others", async () => {
        const text = stackFileText([
            [["registry"], { sku: "Basic", cache: ["registry.k8s.io"] }],
            [["gpuSoftware"], { kind: "device-plugin" }],
        ]);
        const [code, output] = await images({ "Pulumi.dev.yaml": text });
        expect([code, output]).toEqual([
            0,
            [
                "# Images of stack dev: 3",
                "REGISTRY=$(pulumi stack output registryLoginServer --stack dev)",
                "",
                "# software for GPUs: nvcr.io/nvidia/k8s-device-plugin",
                "# in the tag that the chart nvidia-device-plugin 0.20.0 names:",
                '# az acr import --name "$REGISTRY" --source nvcr.io/nvidia/k8s-device-plugin:<tag> --image nvcr.io/nvidia/k8s-device-plugin:<tag>',
                "",
                "# software for GPUs: registry.k8s.io/nfd/node-feature-discovery: fetched at the first pull, by the cache rule for registry.k8s.io",
                "",
                "# software for GPUs: nvcr.io/nvidia/k8s/dcgm-exporter",
                "# in the tag that the chart dcgm-exporter 4.8.2 names:",
                '# az acr import --name "$REGISTRY" --source nvcr.io/nvidia/k8s/dcgm-exporter:<tag> --image nvcr.io/nvidia/k8s/dcgm-exporter:<tag>',
            ],
        ]);
    });

    it("says so where there are none, and refuses a configuration with a fault, and arguments", async () => {
        const [code, output] = await images({ "Pulumi.dev.yaml": stackFileText([[["gpuSoftware"], { kind: "none" }]]) });
        expect([code, output]).toEqual([0, ["# Images of stack dev: none but those of AKS itself"]]);
        const [refused, , errors] = await images({ "Pulumi.dev.yaml": stackFileText([[["region"], "atlantis"]]) });
        expect([refused, errors.join("\n")]).toEqual([1, expect.stringContaining("atlantis")]);
        expect((await images(undefined, ["gpuPools"]))[0]).toBe(2);
    });
});
