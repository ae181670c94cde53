/** Unit tests run side by side; rehearsals start the real engine, so they run one after the other and may take minutes. */
const swc = { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } }] };

/** @type {import("jest").Config} */
module.exports = {
    // a test that hangs is ended; one on a busy machine is not
    testTimeout: 60_000,
    projects: [
        {
            displayName: "unit",
            testMatch: ["<rootDir>/tests/{components,stacks,simulation,tools}/**/*.test.ts"],
            transform: swc,
            modulePathIgnorePatterns: ["<rootDir>/.rehearsal/"],
            // more than a third of the time that loading Pulumi's SDK takes, which each test file does anew
            moduleNameMapper: { "/typescript-shim$|^@npmcli/arborist$": "<rootDir>/tests/support/not-loaded.ts" },
        },
        {
            displayName: "rehearsal",
            testMatch: ["<rootDir>/tests/rehearsal/**/*.test.ts"],
            transform: swc,
            modulePathIgnorePatterns: ["<rootDir>/.rehearsal/"],
        },
    ],
};
