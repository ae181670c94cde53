import { samplePrice, sizes, type VmSize } from "../../../components/core/catalog";

/** Sizes that an editor offers for a pool, and a line on each. The rules refuse the others, and say why and what instead. */
export function sizeChoices(pool: "system" | "gpu"): { enum: string[]; enumDescriptions: string[] } {
    const offered = sizes.filter(
        (size) => size.lifecycle.status === "available" && (pool === "gpu" ? size.gpu?.manufacturer === "nvidia" : !size.gpu),
    );
    return { enum: offered.map(({ name }) => name), enumDescriptions: offered.map(describeSize) };
}

/** For example `4 vCPUs, 28 GiB, 1 x Tesla T4 16 GiB; 0.526 USD an hour in eastus`. */
function describeSize(size: VmSize): string {
    const parts = [`${size.vcpus} vCPUs`, ...(size.memoryGiB === undefined ? [] : [`${size.memoryGiB} GiB`])];
    if (size.gpu !== undefined) {
        const { count, fraction, model, memoryGiBPerGpu } = size.gpu;
        const saysMemory = memoryGiBPerGpu === undefined || /\d ?GB/.test(model);
        parts.push(`${fraction ?? count} x ${model}${saysMemory ? "" : ` ${memoryGiBPerGpu} GiB`}`);
    }
    const price = samplePrice(size.name);
    return parts.join(", ") + (price === undefined ? "" : `; ${price.usdPerHour} USD an hour in ${price.region}`);
}
