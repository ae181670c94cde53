import { type GoModule, moduleVersion } from "../go-build/module";

/** The module that pins the engine. */
export const engineModule: GoModule = {
    title: "the Pulumi CLI",
    folder: __dirname,
    pins: "github.com/pulumi/pulumi/pkg/v3",
    binaries: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    linkerFlags: (version) => `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
};

/** Version of the Pulumi CLI that go.mod pins, for example `3.248.0`: the newest that matches the SDK in package.json. */
export function pinnedVersion(): string {
    return moduleVersion(engineModule);
}

/** Whether version `a` is at least `b`; both are `major.minor.patch`, a leading `v` and anything after a dash are ignored. */
export function atLeast(a: string, b: string): boolean {
    const parts = (version: string): number[] => version.replace(/^v/, "").split("-")[0]?.split(".").map(Number) ?? [];
    const [left, right] = [parts(a), parts(b)];
    for (let index = 0; index < 3; index++) {
        const difference = (left[index] ?? 0) - (right[index] ?? 0);
        if (difference !== 0) {
            return difference > 0;
        }
    }
    return true;
}
