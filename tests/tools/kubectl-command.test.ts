import { kubectlIndex, parsePulumiArguments } from "../../rehearsal/arguments";
import { isChanging } from "../../rehearsal/commands/kubectl";

describe("the command line", () => {
    it.each<[string, boolean | undefined]>([
        ["up --yes", undefined],
        ["up --keep-cluster --yes", true],
        ["preview --keep-cluster=false", false],
    ])("%s keeps the cluster: %s, and Pulumi does not see it", (line, expected) => {
        const { keepCluster, rest } = parsePulumiArguments(line.split(" "), "/");
        expect([keepCluster, rest.filter((argument) => argument.startsWith("--keep-cluster"))]).toEqual([expected, []]);
    });

    it("refuses another value", () => {
        expect(() => parsePulumiArguments(["up", "--keep-cluster=maybe"], "/")).toThrow(
            "--keep-cluster=maybe: say --keep-cluster or --keep-cluster=false",
        );
    });

    it.each<[string, number | undefined]>([
        ["kubectl get pods", 0],
        ["-s prod kubectl -s https://elsewhere get pods", 2],
        ["--stack=prod kubectl", 1],
        ["up --message kubectl", undefined],
        ["preview kubectl", undefined],
        ["", undefined],
    ])("%j gives kubectl what comes after word %s", (line, expected) => {
        expect(kubectlIndex(line.split(" ").filter(Boolean))).toBe(expected);
    });

    it.each<[string, boolean]>([
        ["get pods -A", false],
        ["-n kube-system get pods", false],
        ["describe node x", false],
        ["apply -f job.yaml", true],
        ["-n training delete job train", true],
        ["apply --dry-run=server -f job.yaml", false],
        ["apply --help", false],
        ["rollout status deployment/x", false],
        ["rollout restart deployment/x", true],
        ["some-plugin", true],
        ["", false],
    ])("kubectl %j may change something: %s", (line, expected) => {
        expect(isChanging(line.split(" ").filter(Boolean))).toBe(expected);
    });
});
