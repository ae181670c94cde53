import { gpuResources, PLAIN_PLUGIN, type PluginSettings } from "../../../rehearsal/nodes/gpu-resources";
import { pool } from "./records";

const timeSlicing = (replicas: number): string =>
    `version: v1\nflags:\n  migStrategy: none\nsharing:\n  timeSlicing:\n    resources:\n      - name: nvidia.com/gpu\n        replicas: ${replicas}\n`;
const CONFIGS: PluginSettings = {
    configs: {
        default: "version: v1\nflags:\n  migStrategy: single\n",
        "mig-mixed": "version: v1\nflags:\n  migStrategy: mixed\n",
        "time-slicing-4": timeSlicing(4),
    },
    defaultConfig: "default",
    migStrategy: "none",
};
const A100 = "Standard_NC48ads_A100_v4";
const config = (name: string): { nodeLabels: Record<string, string> } => ({ nodeLabels: { "nvidia.com/device-plugin.config": name } });

describe("what a GPU node offers", () => {
    test.each([
        ["S4-20 nothing without a device plugin", {}, undefined, {}],
        ["whole GPUs with one", {}, PLAIN_PLUGIN, { "nvidia.com/gpu": 1000 }],
        ["all GPUs of a size with four", { vmSize: "Standard_NC64as_T4_v3" }, PLAIN_PLUGIN, { "nvidia.com/gpu": 4000 }],
        ["nothing of another maker's GPUs", { vmSize: "Standard_ND96isr_MI300X_v5" }, PLAIN_PLUGIN, {}],
        ["nothing on a size without GPUs", { vmSize: "Standard_D4ds_v5" }, PLAIN_PLUGIN, {}],
        ["turns, by the configuration that the pool's label names", config("time-slicing-4"), CONFIGS, { "nvidia.com/gpu": 4000 }],
        ["whole GPUs where the label names none", {}, CONFIGS, { "nvidia.com/gpu": 1000 }],
        ["instances as GPUs, strategy single", { vmSize: A100, gpuInstanceProfile: "MIG1g" }, CONFIGS, { "nvidia.com/gpu": 14_000 }],
        [
            "instances under their own name, strategy mixed",
            { vmSize: A100, gpuInstanceProfile: "MIG2g", ...config("mig-mixed") },
            CONFIGS,
            { "nvidia.com/mig-2g.20gb": 6000 },
        ],
        [
            "smaller instances of a smaller A100",
            { vmSize: "Standard_ND96asr_v4", gpuInstanceProfile: "MIG1g" },
            CONFIGS,
            { "nvidia.com/gpu": 56_000 },
        ],
        [
            "no GPU where it is split and the plugin does not know of it",
            { vmSize: A100, gpuInstanceProfile: "MIG1g" },
            PLAIN_PLUGIN,
            { "nvidia.com/gpu": 0 },
        ],
    ])("%s", (_, body, plugin, expected) => {
        expect(gpuResources(pool("gpu", body), plugin)).toEqual(expected);
    });

    test("a label that names a configuration which the plugin lacks is an error with both names", () => {
        expect(() => gpuResources(pool("gpu", config("time-slicing-8")), CONFIGS)).toThrow(
            'pool "gpu": the device plugin has no configuration "time-slicing-8" (it has default, mig-mixed, time-slicing-4); it would not start',
        );
    });
});
