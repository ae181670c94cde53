import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import { defineConfig } from "eslint/config";
import globals from "globals";
import tseslint from "typescript-eslint";

/**
 * The layers of the program, innermost first, and what each may import:
 * components/core <- components/<x>/{plan,rules,values,spec} <- components/<x>/<x> <- components/index <- stacks <- index.
 * `rehearsal/` and the program know nothing of each other, and nobody imports tests.
 *
 * A later block replaces the options of a rule in an earlier one, so every block below gets whole lists, put together from shared arrays.
 */

// --- imports ---------------------------------------------------------------------------------------------------------------------

/** Only the type imports of a pattern are allowed where `allowTypeImports` is set. */
const pattern = (regex, message, allowTypeImports = false) => ({ regex, message, allowTypeImports });

const noTests = pattern("(^|/)tests(/|$)", "tests are imported by nobody");
const noRehearsal = pattern("(^|/)rehearsal(/|$)", "the program knows nothing of its rehearsal");
const noStacks = pattern("(^|/)stacks(/|$)", "components know nothing of stacks: take an argument");
const noZod = pattern("^zod(/|$)", "only stacks/config parses configuration");
const noUmbrella = pattern(
    "^@pulumi/(azure-native|kubernetes)$",
    "import the module, for example @pulumi/azure-native/network: every preview waits for the whole package to load",
);
const noCloud = pattern("^@pulumi/(?!pulumi$)", "cloud SDKs belong to component classes");
const noCloudValues = pattern("^@pulumi/(?!pulumi$)", "cloud SDKs belong to component classes: import types only", true);
const noSdkValues = pattern("^@pulumi/", "this file decides and registers nothing: import types only", true);
const noSiblings = pattern("^\\.\\./(?!core/)", "components never import each other: take a handle of components/core/contracts");
const noParents = pattern("^\\.\\./", "components/core imports no component");
const noFolders = pattern("(^|/)components/.+", "import the barrel, components");
const noClasses = pattern(
    "(^|/)components(/?$|/(?!core/|[^/]+/rules$))",
    "the configuration knows components by their rules and by components/core only",
);
const noSchema = pattern("^\\./config/(?!load$)", "the configuration is loaded by ./config/load; take types from here", true);
const noKubernetes = pattern(
    "^@pulumi/(?!pulumi$)",
    "stacks put components together; resources belong to components, the Kubernetes provider to providers.ts",
);
const onlyStacks = pattern("^(?!\\./stacks$)", "index.ts imports ./stacks only");
const noProgram = pattern(
    "(^|/)(components|stacks|tests)(/|$)|^(\\.\\./)+index$",
    "the rehearsal meets the program at Pulumi's own interfaces only",
);

const imports = (...patterns) => ["error", { patterns }];

const program = [noTests, noRehearsal];
const component = [...program, noStacks, noZod, noUmbrella];

// --- syntax ----------------------------------------------------------------------------------------------------------------------

const restrict = (selector, message) => ({ selector, message });

/** What is built by `new` with two arguments or more, and no resource. */
const PLAIN_CLASSES = "URL|RegExp|Error|TypeError|RangeError|AggregateError|Date|Proxy|File|Function";
const anyProgram = [
    restrict(
        `CallExpression[callee.property.name="apply"] :matches(ArrowFunctionExpression,FunctionExpression) NewExpression[arguments.length>=2]:not([callee.name=/^(${PLAIN_CLASSES})$/])`,
        "a resource made in apply is missing from previews: pass the Output as an input instead",
    ),
    restrict(
        'MemberExpression[object.name="process"][property.name="env"]',
        "the environment is an input that no stack file shows: take an argument",
    ),
    restrict('NewExpression[callee.name="Date"][arguments.length=0]', "the clock differs at every run, and so would the preview"),
    restrict(
        'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
        "the clock differs at every run, and so would the preview",
    ),
    restrict(
        "CallExpression[callee.object.name=/^(Math|crypto)$/][callee.property.name=/^random/]",
        "dice differ at every run, and so would the preview: use a resource of @pulumi/random",
    ),
];
const anyComponent = [
    ...anyProgram,
    restrict(
        'ClassDeclaration[superClass.property.name="ComponentResource"] CallExpression[callee.type="Super"][arguments.length!=4]',
        "super takes four arguments: type token, name, {}, opts; with three, opts would become inputs",
    ),
    restrict(
        'ClassDeclaration[superClass.property.name="ComponentResource"] NewExpression[arguments.0.type="Literal"][arguments.length>=2]',
        "a child's name begins with the component's: `${name}-role`, or two instances collide",
    ),
    restrict(
        'MemberExpression[object.name="pulumi"][property.name=/^(Config|StackReference|getStack|getProject|getOrganization)$/]',
        "components read nothing around them: take an argument",
    ),
    restrict('NewExpression[callee.name="Date"]', "components have no clock: take the time as an argument"),
];
const anyStack = [
    ...anyProgram,
    restrict(
        'MemberExpression[object.name="pulumi"][property.name="Config"], MemberExpression[property.name="allConfig"]',
        "stacks/config/load.ts is the one door of the configuration",
    ),
];

const syntax = (...lists) => ["error", ...lists.flat()];

// -----------------------------------------------------------------------------------------------------------------------------------

export default defineConfig(
    { ignores: ["node_modules/", ".rehearsal/", "coverage/"] },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.recommendedTypeChecked],
        plugins: { "@pulumi": pulumi },
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
            "@typescript-eslint/explicit-module-boundary-types": "error",
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-unnecessary-condition": "error",
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
            "max-lines": ["error", { max: 250 }],
            eqeqeq: "error",
        },
    },
    { files: ["**/*-data.ts"], rules: { "max-lines": "off" } },
    {
        files: ["components/**/*.ts"],
        rules: {
            "@typescript-eslint/no-restricted-imports": imports(...component, noSiblings),
            "no-restricted-syntax": syntax(anyComponent),
        },
    },
    {
        files: ["components/*/{plan,rules,values,spec,realm}.ts", "components/*/*-{plan,rules,values,spec}.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": imports(...component, noSiblings, noSdkValues) },
    },
    {
        files: ["components/core/**/*.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": imports(...component, noParents, noCloudValues) },
    },
    {
        files: ["stacks/**/*.ts"],
        rules: {
            "@typescript-eslint/no-restricted-imports": imports(...program, noZod, noFolders, noSchema, noKubernetes),
            "no-restricted-syntax": syntax(anyStack),
        },
    },
    {
        files: ["stacks/providers.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": imports(...program, noZod, noFolders, noSchema, noUmbrella) },
    },
    {
        files: ["stacks/config/**/*.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": imports(...program, noClasses, noSdkValues) },
    },
    {
        files: ["stacks/config/load.ts"],
        rules: {
            "@typescript-eslint/no-restricted-imports": imports(...program, noClasses, noCloud, noZod),
            "no-restricted-syntax": syntax(anyProgram),
        },
    },
    {
        files: ["index.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": imports(onlyStacks), "no-restricted-syntax": syntax(anyStack) },
    },
    { files: ["rehearsal/**/*.ts"], rules: { "@typescript-eslint/no-restricted-imports": imports(noProgram) } },
    {
        files: ["**/*.{js,cjs,mjs}"],
        languageOptions: { globals: globals.node },
    },
    { files: ["**/*.js", "**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
);
