import * as pulumi from "@pulumi/pulumi";
import { deploy, loadConfig, type StackOutputs } from "../../../stacks";
import { record, type Recording, type RecordSettings, valueOf } from "../../support/mocks";
import { setConfig } from "./set-config";
import { type Edit, edited, toRaw } from "./stack-config";

/** Full name of the stack that the cluster layer builds on. */
export const AZURE_STACK = "organization/ml-platform/private-azure";

const shared: readonly Edit[] = [
    [["cluster", "access"], { kind: "private", dnsZone: "system" }],
    [["naming"], { prefix: "mlp", environment: "private" }],
];

/** Edits of prod that make a private cluster of it, in one stack and in two. */
export const all: readonly Edit[] = [...shared, [["deployFrom"], "in-network"]];
export const azure: readonly Edit[] = [...shared, [["layer"], "azure"]];
export const cluster: readonly Edit[] = [...shared, [["layer"], "cluster"], [["azureStack"], "private-azure"]];

/** Runs the program with the configuration of prod after some edits. */
export function run(edits: readonly Edit[], settings: RecordSettings = {}): Promise<Recording<StackOutputs>> {
    return record(
        () => {
            setConfig(toRaw(edited("prod", edits), ["ml-platform:imageRegistries"]));
            return deploy(loadConfig());
        },
        { stack: "prod", ...settings },
    );
}

export type Plain = Record<string, unknown>;

/** What the engine would keep of a stack's outputs, secrets in clear. */
export async function settled(outputs: unknown): Promise<Plain> {
    const { value } = await valueOf(pulumi.output(outputs) as pulumi.Output<unknown>);
    return JSON.parse(JSON.stringify(value)) as Plain;
}

/** Every output of the stack with the Azure layer. */
export async function azureOutputs(): Promise<Plain> {
    return settled((await run(azure)).result);
}
