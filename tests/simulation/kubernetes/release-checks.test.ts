import { UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import { DCGM, RELEASE, startCluster, type TestCluster } from "./cluster";

describe("a Helm release", () => {
    let cluster: TestCluster;

    beforeAll(async () => {
        cluster = await startCluster();
    });
    afterAll(async () => cluster.close());

    const failuresOf = async (news: Properties) =>
        (await cluster.engine.check(RELEASE, "dcgm", { ...DCGM, ...news })).failures.map(
            ({ property, reason }) => `${property}: ${reason}`,
        );

    it.each<[string, Properties, string[]]>([
        [
            "all that the chart reads, and null for a default left out",
            { values: { image: { tag: "1" }, nodeSelector: { any: "thing" }, affinity: null } },
            [],
        ],
        ["a value that is not known yet", { values: { serviceMonitor: { enabled: UNKNOWN } } }, []],
        ["values that are not known yet", { values: UNKNOWN }, []],
        ["a chart that is not known yet", { chart: UNKNOWN }, []],
        ["anything below a map that is free", { values: { securityContext: { capabilities: { add: [], more: [] } } } }, []],
        ["a number for a text", { values: { rollingUpdate: { maxUnavailable: "25%" } } }, []],
        ["a misspelt key", { values: { tolerationz: [] } }, ["values: tolerationz: the chart reads no such key; near it: tolerations"]],
        [
            "a misspelt key below",
            { values: { serviceMonitor: { enable: true } } },
            ["values: serviceMonitor.enable: the chart reads no such key; near it: serviceMonitor.enabled"],
        ],
        [
            "a key like no other",
            { values: { basicAuth: { "a.b": 1 } } },
            ["values: basicAuth.a\\.b: the chart reads no such key; here it reads users"],
        ],
        [
            "every wrong value at once",
            { values: { hostNetwork: "true", tolerations: {}, image: "x", nodeSelector: [] } },
            [
                "values: hostNetwork: a string where the chart reads a boolean",
                "values: image: a string where the chart reads a map",
                "values: nodeSelector: a list where the chart reads a map",
                "values: tolerations: a map where the chart reads a list",
            ],
        ],
        [
            "a word that the chart's schema does not allow",
            {
                chart: "nvidia-device-plugin",
                version: "0.20.0",
                repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
                values: { nfd: { image: { pullPolicy: "Sometimes" } } },
            },
            ['values: nfd.image.pullPolicy: "Sometimes" is not one of "Always", "IfNotPresent", "Never"'],
        ],
        [
            "an unknown chart",
            { chart: "dcgm" },
            [
                'chart: chart "dcgm" is not known to the rehearsal, which has dcgm-exporter, gpu-operator, nvidia-device-plugin; add ' +
                    "rehearsal/kubernetes/charts/dcgm.json; check the chart name and repository configuration.",
            ],
        ],
        [
            "an unknown version",
            { version: "4.8.1" },
            [
                'chart: chart "dcgm-exporter" version 4.8.1 is not known to the rehearsal, which has 4.8.2; add it to ' +
                    "rehearsal/kubernetes/charts/dcgm-exporter.json; check the chart name and repository configuration.",
            ],
        ],
        [
            "no version",
            { version: "" },
            [
                'chart: chart "dcgm-exporter" has no version, so every run would take the newest there is on the day; pin one, for example 4.8.2; ' +
                    "check the chart name and repository configuration.",
            ],
        ],
        [
            "a chart on the local disk",
            { chart: "./dcgm-exporter" },
            [
                'chart: chart "./dcgm-exporter" has no repository, so it is a folder or an archive on this machine, which a rehearsal does not read; ' +
                    "set repositoryOpts.repo, or use an oci:// address; check the chart name and repository configuration.",
            ],
        ],
        [
            "files of values",
            { valueYamlFiles: ["a"] },
            ["valueYamlFiles: files of values are not read in a rehearsal; give them as values"],
        ],
        [
            "a name that Helm does not take",
            { name: "Dcgm_" },
            [
                "name: invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must " +
                    "not be longer than 53",
            ],
        ],
    ])("is checked: %s", async (_what, news, failures) => {
        expect(await failuresOf(news)).toEqual(failures);
    });

    it("may come from a mirror, of which nothing is claimed", async () => {
        expect(await failuresOf({ chart: "oci://mirror.example.com/charts/dcgm-exporter", repositoryOpts: {} })).toEqual([]);
        expect(await failuresOf({ chart: "oci://mirror.example.com/charts/dcgm-exporters", repositoryOpts: {} })).toHaveLength(1);
    });
});
