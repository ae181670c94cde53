import { CHARTS, chartInputs } from "../../components/core/charts";
import { CHART_IMAGES, withMirror } from "../../components/gpu-software/images";
import { dcgmExporterValues, devicePluginValues, gpuOperatorValues, type ChartValues } from "../../components/gpu-software/values";
import { findChart } from "../../rehearsal/kubernetes/releases/chart-tables";
import { faultsOfValues } from "../../rehearsal/kubernetes/releases/chart-values";
import type { Properties } from "../../rehearsal/provider/values";
import { list, MIXED, SLICED, SPLIT, spot, t4 } from "../support/gpu-software";

/** Parts of the GPU Operator that do not run: `migManager` by our values, the others as the chart comes, outside virtual machines. */
const OFF_IN_THE_OPERATOR = [
    "ccManager",
    "dcgm",
    "draDriver",
    "gdrcopy",
    "gds",
    "kataManager",
    "kataSandboxDevicePlugin",
    "migManager",
    "nodeStatusExporter",
    "sandboxDevicePlugin",
    "vfioManager",
    "vfioManager.driverManager",
    "vgpuDeviceManager",
    "vgpuManager",
    "vgpuManager.driverManager",
];

/** Values under a key, wherever it stands, by their paths. */
function placesOf(values: ChartValues, wanted: string, at: readonly string[] = []): Record<string, unknown> {
    return Object.entries(values).reduce<Record<string, unknown>>((found, [key, value]) => {
        const path = [...at, key];
        const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
        return { ...found, ...(key === wanted ? { [path.join(".")]: value } : isMap ? placesOf(value as ChartValues, wanted, path) : {}) };
    }, {});
}

describe("the charts", () => {
    const pools = list({ a: { ...t4, sharing: SLICED }, b: { ...spot, sharing: SPLIT }, c: { ...t4, sharing: MIXED } });
    const VALUES: Readonly<Record<keyof typeof CHARTS, ChartValues>> = {
        "nvidia-device-plugin": devicePluginValues(pools),
        "dcgm-exporter": dcgmExporterValues(pools),
        "gpu-operator": gpuOperatorValues({ kind: "gpu-operator", driver: "aks" }, pools),
    };

    it.each(Object.values(CHARTS))(
        "S0-44 S1-12 $chart is published in the pinned version, and reads every value that it is given",
        (pin) => {
            const { values, isMirror } = findChart(pin);
            expect(isMirror).toBe(false);
            expect(faultsOfValues(VALUES[pin.chart] as Properties, values)).toEqual([]);
        },
    );

    const images = "contoso.azurecr.io/mirror";

    it.each(Object.values(CHARTS))("S1-12 $chart takes every image from a mirror where there is one, by values that it reads", (pin) => {
        const { values } = findChart(pin);
        const given = withMirror(pin.chart, VALUES[pin.chart], images);
        expect(faultsOfValues(given as Properties, values)).toEqual([]);
        const places = placesOf(given, "repository");
        expect(places).toEqual(
            Object.fromEntries(Object.entries(CHART_IMAGES[pin.chart]).map(([at, image]) => [at, `${images}/${image}`])),
        );
        // Whatever else of the chart's has an image is off: by our values, or as the chart comes.
        const others = Object.keys(placesOf(values as ChartValues, "repository")).filter((at) => !(at in places));
        expect(others.map((at) => at.replace(/\.repository$/, "")).sort()).toEqual(pin.chart === "gpu-operator" ? OFF_IN_THE_OPERATOR : []);
        expect(withMirror(pin.chart, VALUES[pin.chart], undefined)).toBe(VALUES[pin.chart]);
    });

    it("come from their publishers, or from a mirror of one's own", () => {
        const pin = CHARTS["dcgm-exporter"];
        const repo = "https://nvidia.github.io/dcgm-exporter/helm-charts";
        expect(chartInputs(pin)).toEqual({ chart: "dcgm-exporter", version: "4.8.2", repositoryOpts: { repo } });
        expect(chartInputs({ ...pin, repository: "oci://ghcr.io/x/dcgm-exporter" })).toEqual({
            chart: "oci://ghcr.io/x/dcgm-exporter",
            version: "4.8.2",
        });
        expect(chartInputs(pin, "oci://mirror.example.com/charts/")).toEqual({
            chart: "oci://mirror.example.com/charts/dcgm-exporter",
            version: "4.8.2",
        });
        expect(chartInputs(pin, "https://mirror.example.com")).toEqual({
            chart: "dcgm-exporter",
            version: "4.8.2",
            repositoryOpts: { repo: "https://mirror.example.com" },
        });
    });
});
