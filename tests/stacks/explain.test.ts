import { run } from "../../stacks/config/cli/command";
import { makeCheckout, stackFileText } from "./support/checkout";
import { CHECKOUT } from "./support/stack-config";

let output: string[];
let errors: string[];
let removals: (() => void)[];
beforeEach(() => {
    output = [];
    errors = [];
    removals = [];
});
afterEach(() => removals.forEach((remove) => remove()));

/** Runs a command line in a checkout of some files, or in the real one. */
async function config(args: readonly string[], files?: Readonly<Record<string, string>>): Promise<number> {
    const made = files === undefined ? undefined : makeCheckout(files);
    if (made !== undefined) {
        removals.push(made.remove);
    }
    const root = made?.root ?? CHECKOUT;
    return run(args, { root, cwd: root, out: (line) => output.push(line), err: (line) => errors.push(line) });
}

/** The faults that are shown, without what this version does not build. */
const errorLines = (): string[] => output.filter((line) => line.includes(" error: ") && !line.includes("config/not-built"));

/** The line of a path without the padding before its origin. */
const lineOf = (path: string): string | undefined => output.find((line) => line.startsWith(`${path}: `))?.replace(/ {2,}#/, " #");

const small = {
    "Pulumi.dev.yaml": [
        "config:",
        "  ml-platform:extends: [base.yaml]",
        "  ml-platform:environment:",
        "    owner: me",
        "  ml-platform:cluster:",
        "    access: { kind: public }",
        "    adminKubeconfig: true",
        "    systemPool: { maxCount: 3, zones: [1, 2] }",
        "  ml-platform:imageRegistries:",
        "    ghcr: { server: ghcr.io, username: bot, password: { secure: v1:abc } }",
        "",
    ].join("\n"),
    "config/base.yaml": [
        "platform: studioml",
        "region: westeurope",
        "environment: { owner: them, tags: { a: b } }",
        "cluster:",
        "  systemPool:",
        "    size: Standard_D2ds_v5",
        "    minCount: 1",
        "    maxCount: 1",
        "    zones: ['3']",
        "",
    ].join("\n"),
};

describe("npm run config -- explain", () => {
    it("says of every value where it comes from: stack file, shared file, default, name of the stack", async () => {
        expect(await config(["explain"], small)).toBe(0);
        expect(output[0]).toBe("# stack dev: config/base.yaml < Pulumi.dev.yaml");
        expect(
            [
                "platform",
                "region",
                "environment.owner",
                "environment.tags.a",
                "environment.protect",
                "naming.environment",
                "cluster.tier",
                "cluster.systemPool.minCount",
                "cluster.systemPool.maxCount",
                "cluster.systemPool.zones",
                "gpuPools",
                "imageRegistries.ghcr.username",
                "imageRegistries.ghcr.password",
            ].map(lineOf),
        ).toEqual([
            "platform: studioml # config/base.yaml:1",
            "region: westeurope # config/base.yaml:2",
            "environment.owner: me # Pulumi.dev.yaml:4",
            "environment.tags.a: b # config/base.yaml:3",
            "environment.protect: false # default",
            "naming.environment: dev # name of the stack",
            "cluster.tier: Standard # default",
            "cluster.systemPool.minCount: 1 # config/base.yaml:7",
            "cluster.systemPool.maxCount: 3 # Pulumi.dev.yaml:8",
            'cluster.systemPool.zones: [ "1", "2" ] # Pulumi.dev.yaml:8',
            "gpuPools: {} # default",
            "imageRegistries.ghcr.username: bot # Pulumi.dev.yaml:10",
            "imageRegistries.ghcr.password: [secret] # Pulumi.dev.yaml:10",
        ]);
        expect(output.join("\n")).not.toContain("v1:abc");
    });

    it.each(["cluster.systemPool", "ml-platform:cluster.systemPool"])("shows only what is at %s", async (path) => {
        await config(["explain", path], small);
        expect(output.slice(1, 6).map((line) => line.split(":")[0])).toEqual(
            ["size", "minCount", "maxCount", "zones", "osDiskSizeGiB"].map((key) => `cluster.systemPool.${key}`),
        );
    });

    it("shows one value", async () => {
        await config(["explain", "region"], small);
        expect(output.slice(0, 2)).toEqual(["# stack dev: config/base.yaml < Pulumi.dev.yaml", "region: westeurope  # config/base.yaml:2"]);
    });

    it("shows with one value its own faults only", async () => {
        const text = small["Pulumi.dev.yaml"].replace("maxCount: 3", "maxCount: 0").replace("owner: me", "owner: me\n    protec: true");
        await config(["explain", "cluster.systemPool.maxCount"], { ...small, "Pulumi.dev.yaml": text });
        expect(errorLines().map((line) => line.split(" = ")[0])).toEqual([
            "Pulumi.dev.yaml:9: error: ml-platform:cluster.systemPool.maxCount",
        ]);
    });

    it("says of a key that is not set what it means", async () => {
        expect(await config(["explain", "cluster.dnsServiceIp"], small)).toBe(0);
        expect(output[1]).toMatch(/^# cluster\.dnsServiceIp is not set, and has no default: Address of the cluster's DNS/);
        expect(await config(["explain", "extends"], small)).toBe(0);
        expect(output[3]).toMatch(/^# extends names the files that are merged: those above, in this order/);
    });

    it.each([
        ["cluster.teir", "there is no teir in cluster; did you mean cluster.tier?\n  there: kubernetesVersion, tier, "],
        ["environment.tags.other", "there is no other in environment.tags\n  there: a"],
        ["netwrk", "there is no netwrk in the configuration; did you mean network?\n  there: extends, platform, "],
        ["region.x", "there is no x in region"],
        ["cluster.access.dnsZone", "there is no dnsZone in cluster.access, which is of kind public; it belongs to kind private"],
    ])("says of a wrong path %s what is near", async (path, message) => {
        expect(await config(["explain", path], small)).toBe(1);
        expect(output).toEqual([]);
        expect(errors.join()).toContain(message);
    });

    it("works on a stack file with faults: what is refused is marked, and the faults follow with file and line", async () => {
        const text = small["Pulumi.dev.yaml"].replace("owner: me", "owner: null\n    protec: true").replace("maxCount: 3", 'maxCount: "3"');
        expect(await config(["explain"], { ...small, "Pulumi.dev.yaml": text })).toBe(0);
        expect([lineOf("environment.owner"), lineOf("cluster.systemPool.maxCount")]).toEqual([
            "environment.owner: ? # Pulumi.dev.yaml:4, missing",
            'cluster.systemPool.maxCount: "3" # Pulumi.dev.yaml:9, refused',
        ]);
        const faults = errorLines().map((line) =>
            line
                .replace(/(\[.*\])?$/s, "")
                .split(": ")
                .slice(0, 3)
                .join(": "),
        );
        expect(faults).toEqual([
            "Pulumi.dev.yaml:4: error: ml-platform:environment.owner",
            "Pulumi.dev.yaml:5: error: ml-platform:environment.protec",
            'Pulumi.dev.yaml:9: error: ml-platform:cluster.systemPool.maxCount = "3"',
        ]);
    });

    it("names a secret that is missing, and shows none that stands in clear text", async () => {
        const clear = small["Pulumi.dev.yaml"].replace("{ secure: v1:abc }", "hunter22").replace("config:", "config:\n  x:y: hunter22");
        await config(["explain"], { ...small, "Pulumi.dev.yaml": clear });
        expect(lineOf("imageRegistries.ghcr.password")).toBe("imageRegistries.ghcr.password: [secret] # Pulumi.dev.yaml:11");
        expect(output.join("\n")).toContain(
            "Pulumi.dev.yaml:11: error: ml-platform:imageRegistries.ghcr.password: is a secret in clear text",
        );
        expect(output.join("\n")).not.toContain("hunter22");
        output = [];
        await config(["explain"], { ...small, "Pulumi.dev.yaml": clear.replace(", password: hunter22", "") });
        expect(lineOf("imageRegistries.ghcr.password")).toBe("imageRegistries.ghcr.password: ? # missing");
        expect(output.join("\n")).toContain(
            "run: pulumi config set --stack dev --secret --path 'ml-platform:imageRegistries.ghcr.password'",
        );
    });

    it("takes the stack from -s, also with organization and project before it, and the file from --config-file", async () => {
        const files = { "Pulumi.prod.yaml": stackFileText([]), "examples/Pulumi.mine.yaml": stackFileText([[["region"], "northeurope"]]) };
        await config(["explain", "-s", "org/ml-platform/prod", "naming.environment"], files);
        await config(["explain", "--config-file", "examples/Pulumi.mine.yaml", "naming.environment"], files);
        await config(["explain", "--config-file", "examples/Pulumi.mine.yaml", "--stack", "other", "naming.environment"], files);
        expect(output).toEqual([
            "# stack prod: Pulumi.prod.yaml",
            "naming.environment: prod  # name of the stack",
            "# stack mine: examples/Pulumi.mine.yaml",
            "naming.environment: mine  # name of the stack",
            "# stack other: examples/Pulumi.mine.yaml",
            "naming.environment: other  # name of the stack",
        ]);
        expect(await config(["explain", "-s", "mine"], files)).toBe(1);
        expect(errors).toEqual(["there is no Pulumi.mine.yaml; there is --config-file examples/Pulumi.mine.yaml"]);
    });

    it.each([
        [["explain", "-s", "dve"], /^there is no Pulumi\.dve\.yaml; did you mean dev\? \(stacks: dev\)$/, 1],
        [["explain", "-s", "unlike"], /^there is no Pulumi\.unlike\.yaml \(stacks: dev\)$/, 1],
        [["explain", "--config-file", "nowhere.yaml"], /^--config-file: there is no file nowhere\.yaml$/, 1],
        [["explain", "--config-file", "config/base.yaml"], /^--config-file: config\/base\.yaml is a shared file; name a stack file/, 1],
        [["explian"], /^there is no command explian; did you mean explain\?/, 2],
        [["explain", "a", "b"], /^too many arguments for explain/, 2],
        [["explain", "--stak", "x"], /^Unknown option '--stak'\n/, 2],
        [["lint", "-s", "dev"], /^lint looks at all stacks/, 2],
    ])("refuses %j", async (args, message, code) => {
        expect(await config(args, small)).toBe(code);
        expect(errors[0]).toMatch(message);
    });

    it("says of what is in a refused or missing map where it stops", async () => {
        const text = small["Pulumi.dev.yaml"]
            .replace("extends: [base.yaml]", "extends: []")
            .replace("  ml-platform:cluster:", "  other:x:");
        const files = { ...small, "Pulumi.dev.yaml": text };
        expect(await config(["explain", "cluster.tier"], files)).toBe(0);
        expect(output[1]).toBe("cluster: ?  # missing");
        expect(errorLines().join()).toMatch(/^Pulumi\.dev\.yaml: error: ml-platform:cluster: is required/);
    });

    it("shows a list as it is written, not what stands in for a wrong entry", async () => {
        const text = small["Pulumi.dev.yaml"].replace(
            "  ml-platform:imageRegistries:",
            "  ml-platform:gpuPools: { t4: { sizes: [Standard_NC4as_T4_v3], capacity: [spot, spott], minCount: 0, maxCount: 1 } }\n$&",
        );
        await config(["explain", "gpuPools.t4.capacity"], { ...small, "Pulumi.dev.yaml": text });
        expect(output[1]).toBe("gpuPools.t4.capacity: [ spot, spott ]  # Pulumi.dev.yaml:9, refused");
    });

    it("shows no defaults of platforms that the stack is not", async () => {
        const files = { ...small, "config/base.yaml": small["config/base.yaml"].replace("studioml", "katonic") };
        await config(["explain"], files);
        expect(lineOf("studioml.namespace")).toBeUndefined();
        await config(["explain"], small);
        expect(lineOf("studioml.namespace")).toBe("studioml.namespace: studioml # default");
    });

    it("refuses a file that is no YAML, with its line", async () => {
        expect(await config(["explain"], { "Pulumi.dev.yaml": "config:\n  a: [\n" })).toBe(1);
        expect(errors.join("\n")).toMatch(/^Pulumi\.dev\.yaml:3: error: is not YAML: /);
    });

    it.each([["--help"], ["explain", "--help"], ["help"]])("explains itself: %s", async (...args) => {
        expect(await config(args)).toBe(0);
        for (const word of ["explain", "lint", "--config-file", "--stack", "default: dev"]) {
            expect(output.join("\n")).toContain(word);
        }
    });

    it("explains the stacks of the checkout", async () => {
        expect(await config(["explain", "-s", "prod"])).toBe(0);
        expect(output[0]).toBe("# stack prod: config/defaults.yaml < Pulumi.prod.yaml");
        expect(lineOf("region")).toMatch(/^region: eastus # config\/defaults\.yaml:\d+$/);
        expect(lineOf("cluster.tier")).toMatch(/^cluster\.tier: Standard # Pulumi\.prod\.yaml:\d+$/);
    });
});
