import Module, { createRequire } from "node:module";

/**
 * Parts of Pulumi's SDK that a program of resources never uses, and that take a tenth of a preview to load: npm's own resolver, with which the
 * SDK would turn functions into text for dynamic providers, and the Automation API. Each is loaded when something of it is used.
 */
const UNUSED = ["@npmcli/arborist", "@pulumi/pulumi/automation"];

type Exports = Record<PropertyKey, unknown>;

/** Stands for a module until something of it is asked for. Nothing is done where it is loaded already. */
function loadWhenUsed(name: string, sdk: NodeJS.Require): void {
    const file = sdk.resolve(name);
    if (sdk.cache[file] !== undefined) {
        return;
    }
    const stand = new Module(file);
    stand.filename = file;
    stand.loaded = true;
    const real = (): Exports => {
        if (sdk.cache[file] === stand) {
            delete sdk.cache[file];
        }
        return sdk(file) as Exports;
    };
    const valueOf = (name: PropertyKey): unknown => (name === "default" && real()["__esModule"] !== true ? real() : real()[name]);
    // the SDK's compiled imports take a module with this mark as it is, without looking into it
    stand.exports = new Proxy<Exports>(
        { __esModule: true },
        {
            get: (mark, name) => (name in mark ? mark[name] : valueOf(name)),
            has: (mark, name) => name in mark || name in real(),
            ownKeys: () => Reflect.ownKeys(real()),
            getOwnPropertyDescriptor: (_, name) =>
                name in real() ? { value: valueOf(name), enumerable: true, configurable: true } : undefined,
        },
    );
    sdk.cache[file] = stand;
}

const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
UNUSED.forEach((name) => {
    loadWhenUsed(name, sdk);
});
