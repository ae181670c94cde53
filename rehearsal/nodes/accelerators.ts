import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Facts {
    readonly instances: Readonly<Record<string, Readonly<Record<string, { readonly resource: string; readonly perGpu: number }>>>>;
    readonly arm64: readonly string[];
    readonly products: Readonly<Record<string, string>>;
}

const facts = JSON.parse(readFileSync(join(__dirname, "data", "accelerators.json"), "utf8")) as Facts;

/** Into what a GPU of a model is split by a profile of AKS such as `MIG1g`; undefined where the model has no such profile. */
export function instancesOf(gpuModel: string, profile: string): { readonly resource: string; readonly perGpu: number } | undefined {
    return facts.instances[gpuModel]?.[profile];
}

/** What feature discovery writes as `nvidia.com/gpu.product`; undefined for a model of which that is not known. */
export function productOf(gpuModel: string): string | undefined {
    return facts.products[gpuModel];
}

export function architectureOf(size: string): "amd64" | "arm64" {
    return facts.arm64.some((pattern) => new RegExp(pattern).test(size)) ? "arm64" : "amd64";
}
