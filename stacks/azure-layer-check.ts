import { isDeepStrictEqual } from "node:util";
import type { HandedAzureLayer, AzureLayerFacts } from "./azure-layer-output";
import { AZURE_LAYER_VERSION } from "./azure-layer-output";

/** What a stack was found to hand over. */
export interface FoundOutputs {
    /** Full name of the stack. */
    readonly stack: string;
    /** Its output `azureLayer`; undefined when it has none. */
    readonly azureLayer: unknown;
    /** Its output `platform`, which every layer has; undefined when nothing of it stands. */
    readonly platform: unknown;
}

/** Either the hand-over, or the reason why it cannot be built on. */
export type Checked = { readonly layer: HandedAzureLayer } | { readonly problem: string };

/**
 * Checks what another stack hands over against what this stack's configuration says.
 *
 * What decides existence was already taken from the configuration, so a difference would put workloads on pools that are not there.
 */
export function checkAzureLayer({ stack, azureLayer, platform }: FoundOutputs, facts: AzureLayerFacts): Checked {
    if (azureLayer === undefined || azureLayer === null) {
        return { problem: platform === undefined ? nothingStands(stack) : notAnAzureLayer(stack) };
    }
    if (!isCurrent(azureLayer)) {
        return { problem: anotherVersion(stack, azureLayer) };
    }
    const { platform: variant, region, addresses, expander, pools, gpuPools, services } = azureLayer;
    const differing = differences(facts, { platform: variant, region, addresses, expander, pools, gpuPools, services });
    return differing.length === 0 ? { layer: azureLayer } : { problem: disagreement(stack, differing) };
}

/** The version says what else is in it. */
function isCurrent(value: unknown): value is HandedAzureLayer {
    return isMap(value) && value["version"] === AZURE_LAYER_VERSION;
}

/** Why a stack that does not exist, or has never been deployed, cannot be built on. */
export function nothingStands(stack: string): string {
    return (
        `azureStack: nothing stands of stack "${stack}", which this one builds on; nothing was changed\n` +
        `  fix: run \`pulumi up --stack ${stack}\` first, with layer: azure in its configuration, or correct ml-platform:azureStack`
    );
}

/** Why a stack cannot build on itself. */
export function itself(stack: string): string {
    return (
        `azureStack: "${stack}" is this stack itself, which cannot build on what it has not made; nothing was changed\n` +
        `  fix: name the stack with layer: azure in ml-platform:azureStack`
    );
}

/** Why the credentials that a stack hands over cannot be used. */
export function undecrypted(stack: string): string {
    return (
        `azureStack: the kubeconfig of stack "${stack}" cannot be decrypted; nothing was changed\n` +
        `  fix: run with the same passphrase as that stack (PULUMI_CONFIG_PASSPHRASE), or get the right to decrypt with its key`
    );
}

function notAnAzureLayer(stack: string): string {
    return (
        `azureStack: stack "${stack}" hands nothing over: its layer is not azure; nothing was changed\n` +
        `  fix: name a stack with layer: azure in ml-platform:azureStack, or set layer: azure there and run \`pulumi up --stack ${stack}\``
    );
}

function anotherVersion(stack: string, azureLayer: unknown): string {
    const version = isMap(azureLayer) ? azureLayer["version"] : undefined;
    const given = typeof version === "number" ? `version ${version}` : "no version";
    return (
        `azureStack: stack "${stack}" hands its Azure layer over in ${given}, and this program reads version ${AZURE_LAYER_VERSION}; nothing was changed\n` +
        `  fix: run \`pulumi up\` of both stacks from the same commit, stack "${stack}" first`
    );
}

function disagreement(stack: string, differing: readonly Difference[]): string {
    const lines = differing.map(({ path, here, there }) => `  ${path}: ${shown(here)} here, ${shown(there)} there`);
    return (
        `azureStack: the configuration here and what stack "${stack}" made do not agree; nothing was changed\n\n` +
        `${lines.join("\n")}\n\n` +
        `  fix: let both stack files extend the same file, and run \`pulumi up --stack ${stack}\` before this stack`
    );
}

interface Difference {
    readonly path: string;
    readonly here: unknown;
    readonly there: unknown;
}

function differences(here: unknown, there: unknown, path = ""): Difference[] {
    if (isMap(here) && isMap(there)) {
        const keys = [...new Set([...Object.keys(here), ...Object.keys(there)])].sort();
        return keys.flatMap((key) => differences(here[key], there[key], path === "" ? key : `${path}.${key}`));
    }
    return isDeepStrictEqual(here, there) ? [] : [{ path, here, there }];
}

function shown(value: unknown): string {
    if (value === undefined) {
        return "missing";
    }
    return isMap(value) ? "defined" : typeof value === "string" ? value : JSON.stringify(value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
