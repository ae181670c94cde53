import { ArgErrors } from "../../components/core/arg-errors";
import { describe as describeFinding, findingsOf, type RuleTable, underPath } from "../../components/core/findings";
import { DEFAULT_KUBERNETES_VERSION, findKubernetesVersion, KUBERNETES_VERSIONS } from "../../components/core/kubernetes-versions";
import { formatTaint, GPU_TAINT, placementOf, SPOT_TAINT } from "../../components/core/placement";
import { countRules, diskRules, sizeRules, zoneRules } from "../../components/core/pool-rules";
import { typeToken } from "../../components/core/token";
import { brief } from "../support/mocks-fixtures";

describe("Kubernetes versions", () => {
    it("S0-20 S2-1 finds a minor and a full version, and not those of the seeds", () => {
        expect(
            ["1.36", "1.36.5", "1.25.11", "1.26", "1.20", "latest", "1", ""].map((version) => findKubernetesVersion(version)?.minor),
        ).toEqual(["1.36", "1.36", ...Array<undefined>(6)]);
        expect(findKubernetesVersion(DEFAULT_KUBERNETES_VERSION)?.status).toBe("supported");
        expect(KUBERNETES_VERSIONS.map(({ minor, endOfSupport, status }) => [minor, endOfSupport, status])).toEqual([
            ["1.33", "2026-07", "lts-only"],
            ["1.34", "2026-11", "ending"],
            ["1.35", "2027-03", "supported"],
            ["1.36", "2027-06", "supported"],
            ["1.37", "2027-10", "supported"],
        ]);
    });
});

describe("placement", () => {
    it("S0-42 S3-12 S3-17 derives selector and tolerations from the pool's own label and taints", () => {
        expect(placementOf({ labels: { "ml-platform/pool": "t4", team: "a" }, taints: [GPU_TAINT, SPOT_TAINT] })).toEqual({
            nodeSelector: { "ml-platform/pool": "t4" },
            tolerations: [
                { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
                { key: "kubernetes.azure.com/scalesetpriority", operator: "Equal", value: "spot", effect: "NoSchedule" },
            ],
        });
        expect(() => placementOf({ labels: { team: "a" }, taints: [] })).toThrow("lack ml-platform/pool");
        expect(formatTaint(GPU_TAINT)).toBe("nvidia.com/gpu=present:NoSchedule");
    });
});

describe("rules of every pool", () => {
    const any = (): boolean => true;

    it("S1-11 S1-27 S2-8 refuses unknown and retired sizes, and warns about those that retire", () => {
        expect(sizeRules("size", "Standard_NC4as_T4_v3", any)).toEqual([]);
        expect(sizeRules("size", "Standard_NC6", any)).toEqual([
            {
                rule: "pool/size-retired",
                severity: "error",
                path: "size",
                value: "Standard_NC6",
                message: "Azure retired the size on 2023-09-06",
                fix: "use Standard_NC4as_T4_v3",
            },
        ]);
        expect(sizeRules("size", "Standard_DS12_v2", any).map(describeFinding)).toEqual([
            'Azure retires the size on 2028-05-01, and gives new subscriptions none (got "Standard_DS12_v2"); move to Standard_E4s_v5 [pool/size-retiring]',
        ]);
        expect(
            brief([
                ...sizeRules("size", "Standard_DS12_v2", any),
                ...sizeRules("size", "Standard_ND40rs_v2", any),
                ...sizeRules("size", "NC4", any),
            ]),
        ).toEqual(["warning pool/size-retiring @ size", "warning pool/size-legacy @ size", "error pool/size-unknown @ size"]);
        expect(sizeRules("size", "standard_nc4as_t4_v3", any)[0]?.fix).toContain("use a size such as Standard_NC4as_T4_v3,");
    });

    it("checks counts, zones and disks", () => {
        const counts = (minCount: number, maxCount: number, smallest: 0 | 1): string[] =>
            brief(countRules("a.", { minCount, maxCount }, smallest));
        expect([counts(0, 1, 0), counts(1, 1, 1), counts(1000, 1000, 0)]).toEqual([[], [], []]);
        expect(counts(0, 3, 1)).toEqual(["error pool/min-count @ a.minCount"]);
        expect(counts(3, 2, 0)).toEqual(["error pool/min-above-max @ a.minCount"]);
        expect(countRules("", { minCount: 1001, maxCount: 1001 }, 0).map(({ fix }) => fix)).toEqual([
            "use 1000 or less",
            "use 1000 or less, and a second pool for more",
        ]);
        expect(counts(0, 0, 0)).toEqual(["error pool/max-count @ a.maxCount"]);
        expect(counts(-1, 1001, 0)).toEqual(["error pool/min-count @ a.minCount", "error pool/max-count @ a.maxCount"]);
        expect(counts(0.5, NaN, 0)).toEqual(["error pool/min-count @ a.minCount", "error pool/max-count @ a.maxCount"]);
        expect(zoneRules("z", undefined)).toEqual([]);
        expect(zoneRules("z", ["1", "3"])).toEqual([]);
        expect(brief([...zoneRules("z", []), ...zoneRules("z", ["1", "4", "1"])])).toEqual([
            "error pool/zones @ z",
            "error pool/zones @ z[1]",
            "error pool/zones @ z[2]",
        ]);
        expect([29, 30, 2048, 2049, 100.5, undefined].map((size) => diskRules("d", size).length)).toEqual([1, 0, 0, 1, 1, 0]);
    });
});

describe("findings", () => {
    const row = { severity: "error", reason: "So it is.", fix: "Change it." } as const;
    const table = { "a/one": row, "a/two": row, "a/three": { ...row, severity: "warning" }, "a/four": row } as const satisfies RuleTable;
    const finding = findingsOf(table);

    it("go below a path, and errors are thrown together by path with value and fix, warnings never", () => {
        const found = [
            finding("a/one", "pools[0].size", 5, "too small", "use 6"),
            finding("a/two", "", undefined, "missing", "add it"),
            finding("a/three", "w", 1, "odd", "look"),
        ];
        const placed = [...underPath("cluster", found), ...underPath("list", [finding("a/four", "[1]", null, "null", "remove it")])];
        expect(placed.map(({ path }) => path)).toEqual(["cluster.pools[0].size", "cluster", "cluster.w", "list[1]"]);
        const errors = new ArgErrors().add(placed);
        expect(brief(errors.warnings)).toEqual(["warning a/three @ cluster.w"]);
        expect(() => errors.throwIfAny("AksCluster", "aks")).toThrow(
            [
                'invalid arguments for AksCluster "aks"',
                "  cluster.pools[0].size: too small (got 5); use 6 [a/one]",
                "  cluster: missing; add it [a/two]",
                "  list[1]: null (got null); remove it [a/four]",
            ].join("\n"),
        );
        expect(() => new ArgErrors().add([finding("a/three", "w", 1, "odd", "look")]).throwIfAny("X", "x")).not.toThrow();
        expect(typeToken("AksCluster")).toBe("ml-platform:index:AksCluster");
    });
});
