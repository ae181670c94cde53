import { CHARTS } from "../../../components/core/charts";
import { imageHost, imageName, type ImageName, importCommand } from "../../../components/core/image-imports";
import { IMAGES, type ImagePin } from "../../../components/core/images";
import { CHART_IMAGES } from "../../../components/gpu-software/rules";
import { RABBITMQ_VERSIONS } from "../../../components/rabbitmq/rules";
import type { CompleteConfig } from "../schema";

/** An image that a stack runs. */
export interface StackImage extends ImageName {
    /** What it is for. */
    readonly use: string;
    /** The chart that says which tag it is, where no other place does. */
    readonly chart?: string;
}

/** Every image that a configuration runs, but those of AKS itself, which come from mcr.microsoft.com with the nodes. */
export function imagesOf(config: CompleteConfig): StackImage[] {
    const { gpuPools, gpuSoftware, objectStore, studioml } = config;
    const hasGateway = objectStore.kind !== "none" && objectStore.gateway.kind !== "none";
    return [
        ...(hasGateway ? [pinned(IMAGES.versitygw, "S3 endpoint"), pinned(IMAGES["statsd-exporter"], "metrics of the S3 endpoint")] : []),
        ...(studioml.queue.kind === "rabbitmq"
            ? [
                  { ...imageName(RABBITMQ_VERSIONS.server.image), use: "queue" },
                  { ...imageName(RABBITMQ_VERSIONS.operator.image), use: "operator of the queue" },
              ]
            : []),
        ...(studioml.runner.kind === "none" ? [] : [{ ...imageName(studioml.runner.image), use: "runners" }]),
        ...(Object.keys(gpuPools).length === 0 ? [] : chartsOf(gpuSoftware).flatMap(imagesOfChart)),
    ];
}

function pinned({ repository, tag, digest }: ImagePin, use: string): StackImage {
    return { repository, tag, digest, use };
}

function chartsOf(software: CompleteConfig["gpuSoftware"]): (keyof typeof CHARTS)[] {
    switch (software.kind) {
        case "none":
            return [];
        case "device-plugin":
            return ["nvidia-device-plugin", ...(software.metrics ? ["dcgm-exporter" as const] : [])];
        case "gpu-operator":
            return ["gpu-operator"];
    }
}

/** Values that name the path of several images say less than a whole name. */
function imagesOfChart(chart: keyof typeof CHARTS): StackImage[] {
    const repositories = [...new Set(Object.values(CHART_IMAGES[chart]))];
    return repositories.map((repository) => ({ repository, use: "software for GPUs", chart: `${chart} ${CHARTS[chart].version}` }));
}

/** How the registry of a stack gets the images, as lines of a script. */
export function imageCommands(config: CompleteConfig, stack: string): string[] {
    const images = imagesOf(config);
    const lines = images.flatMap((image) => ["", ...linesOf(image, config.registry.cache)]);
    return [
        `# Images of stack ${stack}: ${images.length === 0 ? "none but those of AKS itself" : images.length}`,
        ...(images.length === 0 ? [] : [`REGISTRY=$(pulumi stack output registryLoginServer --stack ${stack})`]),
        ...lines,
    ];
}

function linesOf(image: StackImage, cached: readonly string[]): string[] {
    const { repository, tag, digest, use, chart } = image;
    const title = `# ${use}: ${repository}${tag === undefined ? "" : `:${tag}`}`;
    if (cached.includes(imageHost(image))) {
        return [`${title}: fetched at the first pull, by the cache rule for ${imageHost(image)}`];
    }
    if (chart !== undefined) {
        return [title, `# in the tag that the chart ${chart} names:`, `# ${importCommand({ repository, tag: "<tag>" }, '"$REGISTRY"')}`];
    }
    const unpinned = digest === undefined ? ["# Without a digest: a copy of what the tag names today."] : [];
    return [title, ...unpinned, importCommand(image, '"$REGISTRY"')];
}
