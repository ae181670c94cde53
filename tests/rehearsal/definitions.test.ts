import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { RestClient } from "../../rehearsal/control-plane/rest-client";
import { definitionFrom } from "../../rehearsal/kubernetes/definitions/definition";
import { definitionsOfRelease, knownReleases, type DefinitionFacts } from "../../rehearsal/kubernetes/definitions/facts";
import { isObject, type Properties } from "../../rehearsal/provider/values";
import { type ApiServer, startApiServer } from "../support/api-server";
import { CUSTOM_RESOURCES } from "./custom-resources-data";

const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const MINUTES = 60_000;

/** Two releases have definitions of the same names: the older ones come last, in place of the newer. */
const OLDER = "karpenter-1.10.2";

const newest = knownReleases()
    .filter((release) => release !== OLDER)
    .flatMap((release) => definitionsOfRelease(release));
const examples = parseAllDocuments(CUSTOM_RESOURCES).map((document) => document.toJS() as Example);

type Example = Properties & { readonly apiVersion: string; readonly kind: string; readonly metadata: Properties };

let server: ApiServer;
let client: RestClient;

beforeAll(async () => {
    server = await startApiServer();
    client = server.client;
}, 15 * MINUTES);
afterAll(async () => server.stop());

async function install(facts: DefinitionFacts): Promise<unknown> {
    const { status, body, warnings } = await client.send({
        method: "POST",
        path: DEFINITIONS,
        query: { fieldValidation: "Strict" },
        body: definitionFrom(facts),
    });
    return { name: facts.name, status, warnings, message: body["message"] };
}

/** The conditions of every definition, by name, once all of them are established. */
async function conditions(): Promise<Map<string, Readonly<Record<string, string>>>> {
    for (;;) {
        const { body } = await client.send({ method: "GET", path: DEFINITIONS });
        const items = body["items"] as { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } }[];
        const found = items.map(({ metadata, status }) => {
            const list = (status?.conditions ?? []).map(({ type, status: state }) => [type, state] as const);
            return [metadata.name, Object.fromEntries(list)] as const;
        });
        if (found.every(([, { Established }]) => Established === "True")) {
            return new Map(found);
        }
        await sleep(500);
    }
}

function factsOf({ apiVersion, kind }: Example): DefinitionFacts {
    const found = newest.find((facts) => facts.kind === kind && apiVersion.startsWith(`${facts.group}/`));
    if (found === undefined) {
        throw new Error(`no definition of ${apiVersion} ${kind}`);
    }
    return found;
}

/** Asks for an object to be made, without making it. */
async function tryOut(example: Example): Promise<{ readonly status: number; readonly message: unknown; readonly object: Properties }> {
    const { scope, plural } = factsOf(example);
    const home = scope === "Namespaced" ? "/namespaces/default" : "";
    const { status, body } = await client.send({
        method: "POST",
        path: `/apis/${example.apiVersion}${home}/${plural}`,
        query: { fieldValidation: "Strict", dryRun: "All" },
        body: example,
    });
    return { status, message: body["message"], object: body };
}

function exampleOf(kind: string, group: string): Example {
    const found = examples.find((example) => example.kind === kind && example.apiVersion.startsWith(`${group}/`));
    if (found === undefined) {
        throw new Error(`no example of ${group} ${kind}`);
    }
    return structuredClone(found);
}

/** An example with something at a path of its `spec`, or without it. */
function changed(kind: string, group: string, path: readonly (string | number)[], value: unknown): Example {
    const example = exampleOf(kind, group);
    let at: unknown = example["spec"];
    for (const key of path.slice(0, -1)) {
        at = (at as Record<string | number, unknown>)[key];
    }
    (at as Record<string | number, unknown>)[path.at(-1) ?? ""] = value;
    return example;
}

describe("definitions on a real API server", () => {
    it(
        "are all accepted, without a warning, and served under their own names",
        async () => {
            const answers = await Promise.all(newest.map(install));
            expect(answers).toEqual(newest.map(({ name }) => ({ name, status: 201, warnings: [], message: undefined })));
            const found = await conditions();
            expect([...found.keys()].sort()).toEqual(newest.map(({ name }) => name).sort());
            for (const [name, { NamesAccepted, NonStructuralSchema }] of found) {
                expect([name, NamesAccepted, NonStructuralSchema]).toEqual([name, "True", undefined]);
            }
        },
        10 * MINUTES,
    );

    it("have an example of every kind whose fields are known", () => {
        const known = newest.filter(({ fields }) => fields !== undefined).map(({ name }) => name);
        expect(examples.map((example) => factsOf(example).name).sort()).toEqual(known.sort());
    });

    it.each(examples.map((example) => [`${example.kind} of ${example.apiVersion}`, example] as const))(
        "accept a good %s",
        async (_name, example) => {
            expect(await tryOut(example)).toMatchObject({ status: 201, message: undefined });
        },
    );

    it.each(examples.map((example) => [`${example.kind} of ${example.apiVersion}`, example] as const))(
        "refuse a field that does not exist in a %s",
        async (_name, example) => {
            const { spec } = example;
            const misspelt = isObject(spec) ? { ...example, spec: { ...spec, misspelt: 1 } } : { ...example, misspelt: 1 };
            const path = isObject(spec) ? "spec.misspelt" : "misspelt";
            const { status, message } = await tryOut(misspelt);
            expect([status, message]).toEqual([400, expect.stringContaining(`strict decoding error: unknown field "${path}"`)]);
        },
    );

    it.each([
        ["a missing field", changed("Certificate", "cert-manager.io", ["issuerRef"], {}), "spec.issuerRef.name: Required value"],
        [
            "a word that is not allowed",
            changed("PeerAuthentication", "security.istio.io", ["mtls", "mode"], "STRICTLY"),
            "Unsupported value",
        ],
        ["a value of the wrong type", changed("RabbitmqCluster", "rabbitmq.com", ["replicas"], "three"), "must be of type integer"],
        [
            "a number that is too big",
            changed("Gateway", "gateway.networking.k8s.io", ["listeners", 0, "port"], 70_000),
            "should be less than or equal to 65535",
        ],
        ["a text that does not match", changed("NodePool", "karpenter.sh", ["disruption", "consolidateAfter"], "soon"), "should match"],
        [
            "two elements of a list with the same key",
            changed("Gateway", "gateway.networking.k8s.io", ["listeners", 1, "name"], "http"),
            "Duplicate value",
        ],
        [
            "what a rule forbids",
            changed("Gateway", "gateway.networking.k8s.io", ["listeners", 1, "tls"], { mode: "Terminate" }),
            "failed rule: self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true",
        ],
        [
            "what a rule of the whole object forbids",
            { ...exampleOf("GPUCluster", "nvidia.com"), metadata: { name: "mine" } },
            "failed rule: self.metadata.name == 'gpu-cluster'",
        ],
        [
            "two ways where one is to be chosen",
            changed("DestinationRule", "networking.istio.io", ["trafficPolicy", "loadBalancer", "consistentHash"], { useSourceIp: true }),
            "must validate one and only one schema (oneOf)",
        ],
    ])("refuse %s", async (_name, example, message) => {
        const answer = await tryOut(example);
        expect([answer.status, answer.message]).toEqual([422, expect.stringContaining(message)]);
    });

    it("fill in what has a default", async () => {
        const { object } = await tryOut(
            changed("HTTPRoute", "gateway.networking.k8s.io", ["rules", 0], { backendRefs: [{ name: "portal", port: 80 }] }),
        );
        expect(object["spec"]).toMatchObject({
            parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "public" }],
            rules: [{ matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ kind: "Service", weight: 1 }] }],
        });
    });

    it("keep the status out of what a program writes", async () => {
        const { object } = await tryOut({ ...exampleOf("Issuer", "cert-manager.io"), ...{ status: { conditions: [] } } });
        expect(object["status"]).toBeUndefined();
    });

    it(
        "of the older release of Karpenter are accepted, too",
        async () => {
            for (const { name } of definitionsOfRelease(OLDER)) {
                await client.send({ method: "DELETE", path: `${DEFINITIONS}/${name}` });
            }
            for (const { name } of definitionsOfRelease(OLDER)) {
                while ((await client.send({ method: "GET", path: `${DEFINITIONS}/${name}` })).status !== 404) {
                    await sleep(200);
                }
            }
            const answers = await Promise.all(definitionsOfRelease(OLDER).map(install));
            expect(answers).toEqual(
                definitionsOfRelease(OLDER).map(({ name }) => ({ name, status: 201, warnings: [], message: undefined })),
            );
            const found = await conditions();
            expect(found.get("nodepools.karpenter.sh")).toMatchObject({ Established: "True" });
        },
        10 * MINUTES,
    );
});
