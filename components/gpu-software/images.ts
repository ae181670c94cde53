import type { CHARTS } from "../core/charts";
import { mirroredImage } from "../core/mirror";
import type { ChartValues } from "./values";

/**
 * Where the values of a chart name the images that run with ours, and what the publisher's are called; tags are left to the chart. The GPU
 * Operator's values have name and tag of an image apart from its path. What our values turn off is not in it (NVIDIA/gpu-operator v26.7.0,
 * k8s-device-plugin v0.20.0, dcgm-exporter 4.8.2; images of the operator as of v26.3, read 2026-11-21).
 */
export const CHART_IMAGES: Readonly<Record<keyof typeof CHARTS, Readonly<Record<string, string>>>> = {
    "nvidia-device-plugin": {
        "image.repository": "nvcr.io/nvidia/k8s-device-plugin",
        "nfd.image.repository": "registry.k8s.io/nfd/node-feature-discovery",
    },
    "dcgm-exporter": { "image.repository": "nvcr.io/nvidia/k8s/dcgm-exporter" },
    "gpu-operator": {
        "operator.repository": "nvcr.io/nvidia",
        "validator.repository": "nvcr.io/nvidia",
        "driver.repository": "nvcr.io/nvidia",
        "driver.manager.repository": "nvcr.io/nvidia/cloud-native",
        "toolkit.repository": "nvcr.io/nvidia/k8s",
        "devicePlugin.repository": "nvcr.io/nvidia",
        "gfd.repository": "nvcr.io/nvidia",
        "dcgmExporter.repository": "nvcr.io/nvidia/k8s",
        "node-feature-discovery.image.repository": "registry.k8s.io/nfd/node-feature-discovery",
    },
};

/** Values of a chart with its images from a mirror; without one, as they are. */
export function withMirror(chart: keyof typeof CHARTS, values: ChartValues, mirror: string | undefined): ChartValues {
    return mirror === undefined
        ? values
        : Object.entries(CHART_IMAGES[chart]).reduce(
              (all, [path, image]) => put(all, path.split("."), mirroredImage(mirror, image)),
              values,
          );
}

function put(values: ChartValues, [key = "", ...rest]: readonly string[], value: string): ChartValues {
    const inner = values[key];
    return { ...values, [key]: rest.length === 0 ? value : put(isMap(inner) ? inner : {}, rest, value) };
}

function isMap(value: unknown): value is ChartValues {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
