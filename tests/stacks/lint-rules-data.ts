/** What a lint rule is for: a snippet that breaks it and one beside it that does not, both as if they stood in a file of the checkout. */
export interface LintCase {
    readonly title: string;
    readonly file: string;
    readonly rule: string;
    /** Part of the message. */
    readonly says: string;
    readonly bad: string;
    readonly good: string;
}

const IMPORTS = "@typescript-eslint/no-restricted-imports";
const SYNTAX = "no-restricted-syntax";
const LENGTH = "max-lines";
/** Rules that look at the text alone, and so can be tried without reading the project's types, which takes most of the time. */
export const UNTYPED_RULES: readonly string[] = [IMPORTS, SYNTAX, LENGTH];

const component = "components/network/network.ts";
const plan = "components/network/plan.ts";
const core = "components/core/token.ts";
const variant = "stacks/studioml.ts";
const door = "stacks/config/rules.ts";

/** Code inside the constructor of a component. */
const inComponent = (body: string): string => `
    import * as pulumi from "@pulumi/pulumi";
    ${body.includes("network.") ? 'import * as network from "@pulumi/azure-native/network";' : ""}
    export class Made extends pulumi.ComponentResource {
        constructor(name: string, args: { id: pulumi.Output<string>; group: string }, opts?: pulumi.ComponentResourceOptions) {
            super("ml-platform:index:Made", name, {}, opts);
            ${body}
        }
    }`;

const vnet = (name: string): string => `new network.VirtualNetwork(${name}, { resourceGroupName: args.group }, { parent: this });`;
const use = (code: string): string => `${code}\nexport const used: unknown = value;`;
const importing = (from: string): string => use(`import * as value from "${from}";`);
const typeOf = (name: string, from: string): string => `import type { ${name} } from "${from}";\nexport type Used = ${name};`;

export const LINT_CASES: readonly LintCase[] = [
    {
        title: "a resource made in apply",
        file: component,
        rule: SYNTAX,
        says: "missing from previews",
        bad: inComponent(`args.id.apply((id) => ${vnet("`${name}-${id}`").slice(0, -1)});`),
        good: inComponent('args.id.apply((id) => new URL(id, "https://example.com").href);'),
    },
    {
        title: "super without its args slot",
        file: component,
        rule: SYNTAX,
        says: "four arguments",
        bad: inComponent("").replace("{}, opts", "opts"),
        good: inComponent(""),
    },
    {
        title: "a literal child name",
        file: component,
        rule: SYNTAX,
        says: "child's name begins with",
        bad: inComponent(vnet('"vnet"')),
        good: inComponent(vnet("`${name}-vnet`")),
    },
    {
        title: "config read in a component",
        file: component,
        rule: SYNTAX,
        says: "read nothing around them",
        bad: inComponent("new pulumi.Config();"),
        good: inComponent("new pulumi.AssetArchive({});"),
    },
    {
        title: "the stack's name read in a component",
        file: component,
        rule: SYNTAX,
        says: "read nothing around them",
        bad: inComponent("pulumi.log.info(pulumi.getStack());"),
        good: inComponent("pulumi.log.info(name);").replace("pulumi.log", "void pulumi.log"),
    },
    {
        title: "a stack reference in a component",
        file: component,
        rule: SYNTAX,
        says: "read nothing around them",
        bad: inComponent("new pulumi.StackReference(name);"),
        good: inComponent("pulumi.secret(name);"),
    },
    {
        title: "the environment read in a component",
        file: component,
        rule: SYNTAX,
        says: "no stack file shows",
        bad: 'export const home = process.env["HOME"];',
        good: "export const platform = process.platform;",
    },
    {
        title: "a date made in a component",
        file: component,
        rule: SYNTAX,
        says: "no clock",
        bad: "export const day = new Date(0);",
        good: 'export const day = "2027-01-31";',
    },
    {
        title: "the clock read by a static method, which `new Date` alone would miss",
        file: plan,
        rule: SYNTAX,
        says: "clock differs",
        bad: "export const now = Date.now();",
        good: "export const then = Date.UTC(2027, 0, 31);",
    },
    {
        title: "dice in a component",
        file: component,
        rule: SYNTAX,
        says: "dice differ",
        bad: "export const dice = Math.random();",
        good: "export const largest = Math.max(1, 2);",
    },
    {
        title: "config read outside its door",
        file: variant,
        rule: SYNTAX,
        says: "the one door",
        bad: 'import * as pulumi from "@pulumi/pulumi";\nexport const region = new pulumi.Config().require("region");',
        good: 'import * as pulumi from "@pulumi/pulumi";\nexport const stack = pulumi.getStack();',
    },
    {
        title: "the clock read in a stack",
        file: variant,
        rule: SYNTAX,
        says: "clock differs",
        bad: "export const today = new Date();",
        good: 'export const day = new Date("2027-01-31");',
    },

    // Layers
    {
        title: "core importing a cloud SDK",
        file: core,
        rule: IMPORTS,
        says: "component classes",
        bad: importing("@pulumi/azure-native/network"),
        good: importing("@pulumi/pulumi"),
    },
    {
        title: "core importing a component",
        file: core,
        rule: IMPORTS,
        says: "imports no component",
        bad: importing("../network/plan"),
        good: importing("./findings"),
    },
    {
        title: "a plan importing values of an SDK",
        file: plan,
        rule: IMPORTS,
        says: "types only",
        bad: importing("@pulumi/azure-native/network"),
        good: typeOf("VirtualNetworkArgs", "@pulumi/azure-native/network"),
    },
    {
        title: "a plan importing a sibling",
        file: plan,
        rule: IMPORTS,
        says: "never import each other",
        bad: importing("../platform/plan"),
        good: importing("../core/cidr"),
    },
    {
        title: "a component importing a sibling",
        file: component,
        rule: IMPORTS,
        says: "never import each other",
        bad: importing("../platform/platform"),
        good: importing("./plan"),
    },
    {
        title: "a component importing a stack",
        file: component,
        rule: IMPORTS,
        says: "nothing of stacks",
        bad: importing("../../stacks/tags"),
        good: importing("../core/token"),
    },
    {
        title: "a component importing a test",
        file: component,
        rule: IMPORTS,
        says: "by nobody",
        bad: importing("../../tests/support/mocks"),
        good: importing("../core/token"),
    },
    {
        title: "a component importing the rehearsal",
        file: component,
        rule: IMPORTS,
        says: "nothing of its rehearsal",
        bad: importing("../../rehearsal/home"),
        good: importing("../core/token"),
    },
    {
        title: "a component importing zod",
        file: component,
        rule: IMPORTS,
        says: "only stacks/config",
        bad: importing("zod"),
        good: importing("node:path"),
    },
    {
        title: "a component importing all of azure-native",
        file: component,
        rule: IMPORTS,
        says: "every preview waits",
        bad: importing("@pulumi/azure-native"),
        good: importing("@pulumi/azure-native/network"),
    },
    {
        title: "a component importing all of kubernetes",
        file: component,
        rule: IMPORTS,
        says: "every preview waits",
        bad: importing("@pulumi/kubernetes"),
        good: importing("@pulumi/kubernetes/core/v1"),
    },
    {
        title: "a stack reaching into a component's folder",
        file: variant,
        rule: IMPORTS,
        says: "the barrel",
        bad: importing("../components/network/network"),
        good: importing("../components"),
    },
    {
        title: "a stack importing an SDK",
        file: variant,
        rule: IMPORTS,
        says: "belong to components",
        bad: importing("@pulumi/kubernetes"),
        good: importing("@pulumi/pulumi"),
    },
    {
        title: "a stack importing zod",
        file: variant,
        rule: IMPORTS,
        says: "only stacks/config",
        bad: importing("zod"),
        good: importing("./tags"),
    },
    {
        title: "a stack importing values of the schema",
        file: variant,
        rule: IMPORTS,
        says: "take types",
        bad: importing("./config/schema"),
        good: typeOf("PlatformConfig", "./config/schema"),
    },
    {
        title: "a stack importing the rehearsal",
        file: variant,
        rule: IMPORTS,
        says: "nothing of its rehearsal",
        bad: importing("../rehearsal/home"),
        good: importing("./tags"),
    },
    {
        title: "a stack importing a test",
        file: variant,
        rule: IMPORTS,
        says: "by nobody",
        bad: importing("../tests/support/mocks"),
        good: importing("./tags"),
    },
    {
        title: "the config door importing component classes",
        file: door,
        rule: IMPORTS,
        says: "by their rules",
        bad: importing("../../components/network/network"),
        good: importing("../../components/network/rules"),
    },
    {
        title: "the config door importing the barrel",
        file: door,
        rule: IMPORTS,
        says: "by their rules",
        bad: importing("../../components"),
        good: importing("../../components/core/catalog"),
    },
    {
        title: "Pulumi's config read beside the door",
        file: door,
        rule: IMPORTS,
        says: "types only",
        bad: importing("@pulumi/pulumi"),
        good: typeOf("Output", "@pulumi/pulumi"),
    },
    {
        title: "index.ts importing more than the stacks",
        file: "index.ts",
        rule: IMPORTS,
        says: "./stacks only",
        bad: importing("./stacks/studioml"),
        good: importing("./stacks"),
    },
    {
        title: "the rehearsal importing components",
        file: "rehearsal/home.ts",
        rule: IMPORTS,
        says: "own interfaces",
        bad: importing("../components/core/catalog"),
        good: importing("node:path"),
    },
    {
        title: "the rehearsal importing stacks",
        file: "rehearsal/home.ts",
        rule: IMPORTS,
        says: "own interfaces",
        bad: importing("../stacks/config/schema"),
        good: importing("./project/stack-file"),
    },
    {
        title: "the rehearsal importing a test",
        file: "rehearsal/home.ts",
        rule: IMPORTS,
        says: "own interfaces",
        bad: importing("../tests/support/mocks"),
        good: importing("./screen"),
    },

    // Types
    {
        title: "an Output in a text",
        file: component,
        rule: "@pulumi/no-output-in-template-literal",
        says: "Output",
        bad: 'import type { Output } from "@pulumi/pulumi";\nexport const greet = (id: Output<string>): string => `hello ${id}`;',
        good: 'import * as pulumi from "@pulumi/pulumi";\nexport const greet = (id: pulumi.Output<string>): pulumi.Output<string> => pulumi.interpolate`hello ${id}`;',
    },
    {
        title: "an Input in a text",
        file: component,
        rule: "@typescript-eslint/restrict-template-expressions",
        says: "Invalid type",
        bad: 'import type { Input } from "@pulumi/pulumi";\nexport const greet = (id: Input<string>): string => `hello ${id}`;',
        good: "export const greet = (id: string): string => `hello ${id}`;",
    },
    {
        title: "a promise that nobody waits for",
        file: component,
        rule: "@typescript-eslint/no-floating-promises",
        says: "awaited",
        bad: "export function start(): void {\n    Promise.resolve(1);\n}",
        good: "export function start(): void {\n    void Promise.resolve(1);\n}",
    },
    {
        title: "a choice that a switch forgets",
        file: component,
        rule: "@typescript-eslint/switch-exhaustiveness-check",
        says: "not exhaustive",
        bad: 'export function pick(kind: "a" | "b"): number {\n    switch (kind) {\n        case "a":\n            return 1;\n    }\n    return 0;\n}',
        good: 'export function pick(kind: "a" | "b"): number {\n    switch (kind) {\n        case "a":\n            return 1;\n        case "b":\n            return 2;\n    }\n}',
    },
    {
        title: "a file of more than 250 lines, unless it is a table of data",
        file: component,
        rule: LENGTH,
        says: "too many lines",
        bad: "export const line = 1;\n" + "// line\n".repeat(250),
        good: "export const line = 1;\n" + "// line\n".repeat(249),
    },
];
