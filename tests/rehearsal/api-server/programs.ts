import type { Properties } from "../../../rehearsal/provider/values";
import { DCGM, DEPLOYMENT, merged, RELEASE } from "../../simulation/kubernetes/cluster";
import type { ApiCluster } from "../../support/api-cluster";
import { DEFINITION, deployment, NAMESPACE, SERVICE, WIDGET, widgets } from "../../support/kubernetes-objects";
import { ObjectProgram, type ProgramObject } from "../../support/object-program";

const SPACE = "program";
const GROUP = "programs.example.org";

const app = deployment(SPACE, { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } });
const size = (spec: Properties): Properties => ({
    apiVersion: `${GROUP}/v1`,
    kind: "Widget",
    metadata: { name: "w", namespace: SPACE },
    spec,
});
const objects = (changes: Readonly<Record<string, Properties>> = {}): ProgramObject[] =>
    [
        { type: NAMESPACE, name: "space", properties: { metadata: { name: SPACE } } },
        { type: DEPLOYMENT, name: "app", properties: app },
        {
            type: DEFINITION,
            name: "widgets",
            properties: merged(widgets, { metadata: { name: `widgets.${GROUP}` }, spec: { group: GROUP } }),
        },
        { type: WIDGET.replace("example.org", GROUP), name: "w", properties: size({ size: 1 }) },
    ].map((object) => ({ ...object, properties: changes[object.name] ?? object.properties }));

/** A program of its own that the real engine runs: what `pulumi preview` shows and refuses while the stack stands. Chapters, in order. */
export function programTests(started: () => ApiCluster): void {
    describe("a stack that stands", () => {
        let program: ObjectProgram;
        beforeAll(async () => {
            program = await ObjectProgram.start(started());
        });
        afterAll(() => program.remove());

        const version = async (): Promise<unknown> => {
            const live = await started().store.get("demo", { apiVersion: "apps/v1", kind: "Deployment", namespace: SPACE, name: "app" });
            return (live["metadata"] as Properties)["generation"];
        };

        it("is made by `pulumi up`, a custom resource after its definition", async () => {
            const { code, output } = await program.run(objects(), "up", "--yes", "--skip-preview");
            expect([code, output]).toEqual([0, expect.stringContaining("6 created")]);
        });

        it.each<[string, ProgramObject[], string]>([
            [
                "a misspelt field of a pod",
                objects({ app: merged(app, { spec: { template: { spec: { containers: [{ name: "c", image: "i", resorces: {} }] } } } }) }),
                '.spec.template.spec.containers[name="c"].resorces: field not declared in schema',
            ],
            ["a misspelt field of a custom resource", objects({ w: size({ sise: 2 }) }), ".spec.sise: field not declared in schema"],
            [
                "what only the API server knows to be wrong",
                [
                    ...objects(),
                    {
                        type: SERVICE,
                        name: "s",
                        properties: { metadata: { name: "s", namespace: SPACE }, spec: { ports: [{ port: 99999 }] } },
                    },
                ],
                'Service "s" is invalid: [spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535',
            ],
        ])("fails `pulumi preview` for %s", async (_what, changed, refusal) => {
            const { code, output } = await program.run(changed, "preview");
            expect([code === 0, output]).toEqual([false, expect.stringContaining(refusal)]);
        });

        it("shows in `pulumi preview` a change in place as one, and of what cannot change as a replacement", async () => {
            const labels = { app: "b" };
            const spec = { replicas: 3, selector: { matchLabels: labels }, template: { metadata: { labels } } };
            const replaced = await program.run(objects({ app: merged(app, { spec }), w: size({ size: 2 }) }), "preview", "--json");
            expect(replaced.code).toBe(0);
            const { steps } = JSON.parse(replaced.output) as { steps: { op: string; urn: string; replaceReasons?: string[] }[] };
            expect(
                steps
                    .filter(({ op }) => op !== "same")
                    .map(({ op, urn, replaceReasons }) => [op, urn.split("::").at(-1), replaceReasons ?? []]),
            ).toEqual([
                ["replace", "app", ["spec.selector.matchLabels.app"]],
                ["update", "w", []],
            ]);
            // all of that was asked of the server, and it made nothing of it
            expect(await version()).toBe(1);
        });
    });

    describe("a custom resource whose kind comes with a chart", () => {
        const at = "charted";
        const space: ProgramObject = { type: NAMESPACE, name: "space", properties: { metadata: { name: at } } };
        const chart: ProgramObject = { type: RELEASE, name: "chart", properties: { ...DCGM, name: "charted", namespace: at } };
        const gadget: ProgramObject = {
            type: "kubernetes:example.org/v1:Gadget",
            name: "gadget",
            properties: { apiVersion: "example.org/v1", kind: "Gadget", metadata: { name: "g", namespace: at } },
        };
        let program: ObjectProgram;
        beforeAll(async () => {
            program = await ObjectProgram.start(started());
        });
        afterAll(() => program.remove());

        it("is refused before the chart, and is made after it", async () => {
            const before = await program.run([space, gadget, chart], "up", "--yes", "--skip-preview");
            expect([before.code === 0, before.output]).toEqual([
                false,
                expect.stringContaining('no matches for kind "Gadget" in version "example.org/v1"'),
            ]);
            const after = await program.run([space, chart, gadget], "up", "--yes", "--skip-preview");
            expect([after.code, after.output]).toEqual([0, expect.stringContaining("2 created")]);
        });
    });
}
