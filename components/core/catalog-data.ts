import type { GpuFacts, MigProfile, SizeLifecycle, VmSize } from "./catalog";

/** When the table was put together. */
export const SIZES_AS_OF = "2026-11-21";

/** A size, as far as it differs from its series; the GPU's facts are laid over the series' own. */
export interface SizeRow extends Partial<Omit<VmSize, "name" | "vcpus" | "series" | "gpu">>, Pick<VmSize, "name" | "vcpus"> {
    readonly gpu?: Partial<GpuFacts>;
}

/** What the sizes of a series share. Left out, a size is `available`, its architecture `amd64`, and spot `unknown`. */
export interface Series extends Pick<VmSize, "series" | "quotaFamily">, Partial<Omit<VmSize, "name" | "vcpus" | "series" | "quotaFamily">> {
    readonly sizes: readonly SizeRow[];
}

/** Azure's five ways to split a GPU, largest number of instances first, each with NVIDIA's name for the memory of an instance. */
function mig(...[one, two, three, four, seven]: readonly [string, string, string, string, string]): MigProfile[] {
    return [
        { profile: "MIG1g", nvidiaProfile: `1g.${one}`, instancesPerGpu: 7 },
        { profile: "MIG2g", nvidiaProfile: `2g.${two}`, instancesPerGpu: 3 },
        { profile: "MIG3g", nvidiaProfile: `3g.${three}`, instancesPerGpu: 2 },
        { profile: "MIG4g", nvidiaProfile: `4g.${four}`, instancesPerGpu: 1 },
        { profile: "MIG7g", nvidiaProfile: `7g.${seven}`, instancesPerGpu: 1 },
    ];
}

const retired = (on: string, successor: string): { lifecycle: SizeLifecycle } => ({ lifecycle: { status: "retired", on, successor } });
const retiring = (on: string, successor: string): { lifecycle: SizeLifecycle } => ({ lifecycle: { status: "retiring", on, successor } });

/** One NVIDIA GPU with the CUDA driver. */
const CUDA = { manufacturer: "nvidia", count: 1, aksDriver: "cuda", rdma: false, nvlink: false } as const;
/** One NVIDIA GPU, or a part of one, with the driver for virtual GPUs. */
const GRID = { ...CUDA, aksDriver: "grid" } as const;
/** One AMD GPU, or a part of one: AKS installs no driver. */
const AMD = { ...CUDA, manufacturer: "amd", aksDriver: "none" } as const;
const ALL_IMAGES = ["ubuntu", "azurelinux3", "windows"] as const;

/** Features of nearly every series. */
const FEATURES = { acceleratedNetworking: true, ephemeralOsDisk: true } as const;
/** Series without any disk inside the host. */
const NO_LOCAL_DISK = { acceleratedNetworking: true, tempDiskGiB: 0, ephemeralOsDisk: false } as const;

/**
 * VM sizes for GPU, system and other pools, by series.
 *
 * Sources, where the comment at a series names no other:
 * - azure-compute-docs, articles/virtual-machines/sizes, the page and the host specifications of the series (read 2026-11-21): vCPUs,
 *   memory, GPUs, local disks, accelerated networking, ephemeral OS disks. The date at a series is the page's. GB and GiB are mixed there.
 * - azure-compute-docs, retirements-and-capacity-restrictions.md (2026-09-24): days of retirement. Those of 2023 are the series'.
 * - azure-compute-docs, setup-infiniband.md (2026-09-25): sizes with an `r` among the letters of their name have InfiniBand.
 * - Karpenter for Azure, known_skus.yaml (2026-08-21): quota families, as the Compute usages API spells them; gpu.go and
 *   supported-gpus.yaml: drivers and node images.
 * - Karpenter for Azure, resource SKUs of southcentralus (2025-06-03): `LowPriorityCapable`, size of caches.
 * - AKS, gpu-multi-instance.md: A100, H100 and H200 can be split; NVIDIA's MIG user guide: names of instances.
 */
export const SERIES: readonly Series[] = [
    // --- GPUs for computing -------------------------------------------------------------------------------------------------------
    {
        // 2024-07-31
        series: "NCasT4_v3",
        quotaFamily: "Standard NCASv3_T4 Family",
        spot: "supported",
        ...FEATURES,
        gpu: { ...CUDA, model: "Tesla T4", memoryGiBPerGpu: 16, aksImages: ALL_IMAGES },
        sizes: [
            { name: "Standard_NC4as_T4_v3", vcpus: 4, memoryGiB: 28, tempDiskGiB: 176 },
            { name: "Standard_NC8as_T4_v3", vcpus: 8, memoryGiB: 56, tempDiskGiB: 352 },
            { name: "Standard_NC16as_T4_v3", vcpus: 16, memoryGiB: 110, tempDiskGiB: 352, cacheGiB: 144 },
            { name: "Standard_NC64as_T4_v3", vcpus: 64, memoryGiB: 440, tempDiskGiB: 2816, gpu: { count: 4 } },
        ],
    },
    {
        // 2024-07-31; the page says that new capacity goes to NCads_H100_v5 only. One NVMe disk of 960 GB (915,527 MiB) for each GPU.
        series: "NC_A100_v4",
        quotaFamily: "StandardNCADSA100v4Family",
        spot: "supported",
        ...FEATURES,
        gpu: {
            ...CUDA,
            model: "A100 PCIe 80GB",
            memoryGiBPerGpu: 80,
            aksImages: ALL_IMAGES,
            migProfiles: mig("10gb", "20gb", "40gb", "40gb", "80gb"),
        },
        sizes: [
            {
                name: "Standard_NC24ads_A100_v4",
                vcpus: 24,
                memoryGiB: 220,
                tempDiskGiB: 64,
                cacheGiB: 256,
                nvme: { disks: 1, totalGiB: 894 },
            },
            {
                name: "Standard_NC48ads_A100_v4",
                vcpus: 48,
                memoryGiB: 440,
                tempDiskGiB: 128,
                nvme: { disks: 2, totalGiB: 1788 },
                gpu: { count: 2, nvlink: true },
            },
            {
                name: "Standard_NC96ads_A100_v4",
                vcpus: 96,
                memoryGiB: 880,
                tempDiskGiB: 256,
                nvme: { disks: 4, totalGiB: 3576 },
                gpu: { count: 4, nvlink: true },
            },
        ],
    },
    {
        // 2024-07-31
        series: "NDasrA100_v4",
        quotaFamily: "Standard NDASv4_A100 Family",
        ...FEATURES,
        gpu: {
            ...CUDA,
            model: "A100 SXM 40GB",
            count: 8,
            memoryGiBPerGpu: 40,
            rdma: true,
            nvlink: true,
            aksImages: ALL_IMAGES,
            migProfiles: mig("5gb", "10gb", "20gb", "20gb", "40gb"),
        },
        sizes: [{ name: "Standard_ND96asr_v4", vcpus: 96, memoryGiB: 900, tempDiskGiB: 6000 }],
    },
    {
        // 2024-07-31
        series: "NDm_A100_v4",
        quotaFamily: "standard NDAMSv4_A100Family",
        ...FEATURES,
        gpu: {
            ...CUDA,
            model: "A100 SXM 80GB",
            count: 8,
            memoryGiBPerGpu: 80,
            rdma: true,
            nvlink: true,
            aksImages: ALL_IMAGES,
            migProfiles: mig("10gb", "20gb", "40gb", "40gb", "80gb"),
        },
        sizes: [{ name: "Standard_ND96amsr_A100_v4", vcpus: 96, memoryGiB: 1900, tempDiskGiB: 6400 }],
    },
    {
        // 2024-07-31
        series: "NCads_H100_v5",
        quotaFamily: "StandardNCadsH100v5Family",
        ...FEATURES,
        gpu: {
            ...CUDA,
            model: "H100 NVL 94GB",
            memoryGiBPerGpu: 94,
            aksImages: ALL_IMAGES,
            migProfiles: mig("12gb", "24gb", "47gb", "47gb", "94gb"),
        },
        sizes: [
            { name: "Standard_NC40ads_H100_v5", vcpus: 40, memoryGiB: 320, tempDiskGiB: 3576 },
            { name: "Standard_NC80adis_H100_v5", vcpus: 80, memoryGiB: 640, tempDiskGiB: 7152, gpu: { count: 2, nvlink: true } },
        ],
    },
    {
        // 2024-08-06. Whether a confidential GPU can be split is not said, and AKS names no node image for it.
        series: "NCCads_H100_v5",
        quotaFamily: "StandardNCCads2023Family",
        acceleratedNetworking: false,
        ephemeralOsDisk: true,
        gpu: { ...CUDA, model: "H100 NVL 94GB (confidential)", memoryGiBPerGpu: 94 },
        sizes: [{ name: "Standard_NCC40ads_H100_v5", vcpus: 40, memoryGiB: 320, tempDiskGiB: 800 }],
    },
    {
        // 2025-09-02
        series: "ND-H100-v5",
        quotaFamily: "standardNDSH100v5Family",
        ...FEATURES,
        gpu: {
            ...CUDA,
            model: "H100 SXM 80GB",
            count: 8,
            memoryGiBPerGpu: 80,
            rdma: true,
            nvlink: true,
            aksImages: ALL_IMAGES,
            migProfiles: mig("10gb", "20gb", "40gb", "40gb", "80gb"),
        },
        sizes: [
            { name: "Standard_ND96isr_H100_v5", vcpus: 96, memoryGiB: 1900, tempDiskGiB: 1024, nvme: { disks: 8, totalGiB: 28 * 1024 } },
        ],
    },
    {
        // 2025-09-02
        series: "ND-H200-v5",
        quotaFamily: "standardNDISRH200V5Family",
        ...FEATURES,
        gpu: {
            ...CUDA,
            model: "H200 SXM 141GB",
            count: 8,
            memoryGiBPerGpu: 141,
            rdma: true,
            nvlink: true,
            aksImages: ALL_IMAGES,
            migProfiles: mig("18gb", "35gb", "71gb", "71gb", "141gb"),
        },
        sizes: [
            { name: "Standard_ND96isr_H200_v5", vcpus: 96, memoryGiB: 1850, tempDiskGiB: 1024, nvme: { disks: 8, totalGiB: 28 * 1024 } },
        ],
    },
    {
        // 2025-03-20. The architecture is that of NVIDIA's Grace. Page and specifications disagree on 16 TB or 16 TiB of NVMe: the smaller.
        series: "ND-GB200-v6",
        quotaFamily: "standardNDISRGB200V6NDRFamily",
        architecture: "arm64",
        ...FEATURES,
        nvme: { disks: 4, totalGiB: 14_901 },
        gpu: { ...CUDA, model: "GB200 192GB", count: 4, memoryGiBPerGpu: 192, rdma: true, nvlink: true, aksImages: ["ubuntu"] },
        sizes: [{ name: "Standard_ND128isr_NDR_GB200_v6", vcpus: 128, memoryGiB: 900 }],
    },
    {
        // 2026-08-12; as GB200
        series: "ND-GB300-v6",
        quotaFamily: "standardNDISRGB300V6Family",
        architecture: "arm64",
        ...FEATURES,
        nvme: { disks: 4, totalGiB: 14_901 },
        gpu: { ...CUDA, model: "GB300 288GB", count: 4, memoryGiBPerGpu: 288, rdma: true, nvlink: true, aksImages: ["ubuntu"] },
        sizes: [{ name: "Standard_ND128isr_GB300_v6", vcpus: 128, memoryGiB: 864 }],
    },
    {
        // 2024-08-01. The page has the size with InfiniBand only; vCPUs, memory and GPUs of the other are taken to be the same.
        series: "ND-MI300X-v5",
        quotaFamily: "standardNDISv5MI300XFamily",
        gpu: { ...AMD, model: "MI300X 192GB", count: 8, memoryGiBPerGpu: 192, aksImages: ["ubuntu"] },
        sizes: [
            {
                name: "Standard_ND96isr_MI300X_v5",
                vcpus: 96,
                memoryGiB: 1850,
                ...FEATURES,
                tempDiskGiB: 1000,
                nvme: { disks: 8, totalGiB: 28 * 1024 },
                gpu: { rdma: true },
            },
            { name: "Standard_ND96is_MI300X_v5", vcpus: 96, memoryGiB: 1850 },
        ],
    },

    // --- GPUs for inference and graphics --------------------------------------------------------------------------------------------
    {
        // 2024-07-31
        series: "NVadsA10_v5",
        quotaFamily: "StandardNVADSA10v5Family",
        ...FEATURES,
        gpu: { ...GRID, model: "A10", memoryGiBPerGpu: 24, aksImages: ALL_IMAGES },
        sizes: [
            { name: "Standard_NV6ads_A10_v5", vcpus: 6, memoryGiB: 55, tempDiskGiB: 180, gpu: { fraction: "1/6", memoryGiBPerGpu: 4 } },
            { name: "Standard_NV12ads_A10_v5", vcpus: 12, memoryGiB: 110, tempDiskGiB: 360, gpu: { fraction: "1/3", memoryGiBPerGpu: 8 } },
            { name: "Standard_NV18ads_A10_v5", vcpus: 18, memoryGiB: 220, tempDiskGiB: 720, gpu: { fraction: "1/2", memoryGiBPerGpu: 12 } },
            { name: "Standard_NV36ads_A10_v5", vcpus: 36, memoryGiB: 440, tempDiskGiB: 1440 },
            { name: "Standard_NV36adms_A10_v5", vcpus: 36, memoryGiB: 880, tempDiskGiB: 2880 },
            { name: "Standard_NV72ads_A10_v5", vcpus: 72, memoryGiB: 880, tempDiskGiB: 2880, gpu: { count: 2 } },
        ],
    },
    {
        // No page. Memory and GPUs: sizes that Microsoft's Aspire takes from Azure (aspire.dev, AksNodeVmSizes, 13.3 preview, 2026). By its
        // price the smallest may have a part of a GPU only, which Azure counts as one.
        series: "NCadsA10_v4",
        quotaFamily: "StandardNCADSA10v4Family",
        gpu: { ...GRID, model: "A10", aksImages: ALL_IMAGES },
        sizes: [
            { name: "Standard_NC8ads_A10_v4", vcpus: 8, memoryGiB: 100 },
            { name: "Standard_NC16ads_A10_v4", vcpus: 16, memoryGiB: 200 },
            { name: "Standard_NC32ads_A10_v4", vcpus: 32, memoryGiB: 400, gpu: { count: 2 } },
        ],
    },
    {
        // 2025-12-05, features only: its sizes are those of the preview. Memory: Aspire as above (13.5 preview), that of NC72ds from Azure's
        // price calculator, which contradicts itself on NC72lds. AKS runs them since its release of 2026-06-19.
        series: "NC_RTXPRO6000BSE_v6",
        quotaFamily: "StandardNCdsRTXPRO6000BSEv6XLFamily",
        ...FEATURES,
        gpu: {
            ...GRID,
            model: "RTX PRO 6000 Blackwell Server Edition",
            memoryGiBPerGpu: 96,
            aksDriver: "grid-v20",
            aksImages: ["ubuntu"],
        },
        sizes: [
            { name: "Standard_NC24lds_xl_RTXPRO6000BSE_v6", vcpus: 24, memoryGiB: 72, gpu: { fraction: "1/4", memoryGiBPerGpu: 24 } },
            { name: "Standard_NC36ds_xl_RTXPRO6000BSE_v6", vcpus: 36, memoryGiB: 132, gpu: { fraction: "1/4", memoryGiBPerGpu: 24 } },
            { name: "Standard_NC36lds_xl_RTXPRO6000BSE_v6", vcpus: 36, memoryGiB: 72, gpu: { fraction: "1/4", memoryGiBPerGpu: 24 } },
            { name: "Standard_NC72ds_xl_RTXPRO6000BSE_v6", vcpus: 72, memoryGiB: 264, gpu: { fraction: "1/2", memoryGiBPerGpu: 48 } },
            { name: "Standard_NC72lds_xl_RTXPRO6000BSE_v6", vcpus: 72, gpu: { fraction: "1/2", memoryGiBPerGpu: 48 } },
            { name: "Standard_NC144ds_xl_RTXPRO6000BSE_v6", vcpus: 144, memoryGiB: 516 },
            { name: "Standard_NC144lds_xl_RTXPRO6000BSE_v6", vcpus: 144, memoryGiB: 264 },
            { name: "Standard_NC288ds_xl_RTXPRO6000BSE_v6", vcpus: 288, memoryGiB: 1032, gpu: { count: 2 } },
            { name: "Standard_NC288lds_xl_RTXPRO6000BSE_v6", vcpus: 288, memoryGiB: 516, gpu: { count: 2 } },
        ],
    },
    {
        // 2024-09-16
        series: "NVads_V710_v5",
        quotaFamily: "StandardNVadsV710v5Family",
        ...FEATURES,
        gpu: { ...AMD, model: "Radeon PRO V710", memoryGiBPerGpu: 24, aksImages: ["ubuntu"] },
        sizes: [
            { name: "Standard_NV4ads_V710_v5", vcpus: 4, memoryGiB: 16, tempDiskGiB: 256, gpu: { fraction: "1/6", memoryGiBPerGpu: 4 } },
            { name: "Standard_NV8ads_V710_v5", vcpus: 8, memoryGiB: 32, tempDiskGiB: 512, gpu: { fraction: "1/3", memoryGiBPerGpu: 8 } },
            { name: "Standard_NV12ads_V710_v5", vcpus: 12, memoryGiB: 64, tempDiskGiB: 768, gpu: { fraction: "1/2", memoryGiBPerGpu: 12 } },
            { name: "Standard_NV24ads_V710_v5", vcpus: 24, memoryGiB: 128, tempDiskGiB: 1536 },
            { name: "Standard_NV28adms_V710_v5", vcpus: 28, memoryGiB: 160, tempDiskGiB: 1536 },
        ],
    },

    // --- GPUs of the past -----------------------------------------------------------------------------------------------------------
    {
        // 2024-09-17
        series: "NDv2",
        quotaFamily: "standardNDSv2Family",
        lifecycle: { status: "legacy", successor: "Standard_ND96asr_v4" },
        ...FEATURES,
        gpu: { ...CUDA, model: "V100 SXM 32GB", count: 8, memoryGiBPerGpu: 32, rdma: true, nvlink: true, aksImages: ALL_IMAGES },
        sizes: [{ name: "Standard_ND40rs_v2", vcpus: 40, memoryGiB: 672, tempDiskGiB: 2948 }],
    },
    {
        series: "NC",
        quotaFamily: "standardNCFamily",
        ...retired("2023-09-06", "Standard_NC4as_T4_v3"),
        gpu: { ...CUDA, model: "K80", memoryGiBPerGpu: 12 },
        sizes: [
            { name: "Standard_NC6", vcpus: 6, memoryGiB: 56 },
            { name: "Standard_NC12", vcpus: 12, memoryGiB: 112, gpu: { count: 2 } },
            { name: "Standard_NC24", vcpus: 24, memoryGiB: 224, gpu: { count: 4 }, ...retired("2023-09-06", "Standard_NC64as_T4_v3") },
            {
                name: "Standard_NC24r",
                vcpus: 24,
                memoryGiB: 224,
                gpu: { count: 4, rdma: true },
                ...retired("2023-09-06", "Standard_NC64as_T4_v3"),
            },
        ],
    },
    {
        series: "NCv2",
        quotaFamily: "standardNCSv2Family",
        ...retired("2023-09-06", "Standard_NC64as_T4_v3"),
        gpu: { ...CUDA, model: "P100", count: 4, memoryGiBPerGpu: 16 },
        sizes: [
            { name: "Standard_NC6s_v2", vcpus: 6, memoryGiB: 112, gpu: { count: 1 }, ...retired("2023-09-06", "Standard_NC4as_T4_v3") },
            { name: "Standard_NC12s_v2", vcpus: 12, memoryGiB: 224, gpu: { count: 2 } },
            { name: "Standard_NC24s_v2", vcpus: 24, memoryGiB: 448 },
            { name: "Standard_NC24rs_v2", vcpus: 24, memoryGiB: 448, gpu: { rdma: true } },
        ],
    },
    {
        series: "NCv3",
        quotaFamily: "standardNCSv3Family",
        spot: "supported",
        ...retired("2025-09-30", "Standard_NC96ads_A100_v4"),
        gpu: { ...CUDA, model: "V100", count: 4, memoryGiBPerGpu: 16 },
        sizes: [
            { name: "Standard_NC6s_v3", vcpus: 6, memoryGiB: 112, gpu: { count: 1 }, ...retired("2025-09-30", "Standard_NC24ads_A100_v4") },
            {
                name: "Standard_NC12s_v3",
                vcpus: 12,
                memoryGiB: 224,
                gpu: { count: 2 },
                ...retired("2025-09-30", "Standard_NC48ads_A100_v4"),
            },
            { name: "Standard_NC24s_v3", vcpus: 24, memoryGiB: 448 },
            { name: "Standard_NC24rs_v3", vcpus: 24, memoryGiB: 448, gpu: { rdma: true } },
        ],
    },
    {
        series: "ND",
        quotaFamily: "standardNDSFamily",
        ...retired("2023-09-06", "Standard_NC96ads_A100_v4"),
        gpu: { ...CUDA, model: "P40", count: 4, memoryGiBPerGpu: 24 },
        sizes: [
            { name: "Standard_ND6s", vcpus: 6, memoryGiB: 112, gpu: { count: 1 }, ...retired("2023-09-06", "Standard_NC24ads_A100_v4") },
            { name: "Standard_ND12s", vcpus: 12, memoryGiB: 224, gpu: { count: 2 }, ...retired("2023-09-06", "Standard_NC48ads_A100_v4") },
            { name: "Standard_ND24s", vcpus: 24, memoryGiB: 448 },
            { name: "Standard_ND24rs", vcpus: 24, memoryGiB: 448, gpu: { rdma: true } },
        ],
    },
    {
        series: "NV",
        quotaFamily: "standardNVFamily",
        gpu: { ...CUDA, model: "M60", memoryGiBPerGpu: 8 },
        sizes: [
            { name: "Standard_NV6", vcpus: 6, memoryGiB: 56, ...retired("2023-09-06", "Standard_NV12ads_A10_v5") },
            { name: "Standard_NV12", vcpus: 12, memoryGiB: 112, gpu: { count: 2 }, ...retired("2023-09-06", "Standard_NV36ads_A10_v5") },
            { name: "Standard_NV24", vcpus: 24, memoryGiB: 224, gpu: { count: 4 }, ...retired("2023-09-06", "Standard_NV72ads_A10_v5") },
        ],
    },
    {
        series: "NVv3",
        quotaFamily: "standardNVSv3Family",
        gpu: { ...CUDA, model: "M60", memoryGiBPerGpu: 8 },
        sizes: [
            { name: "Standard_NV12s_v3", vcpus: 12, memoryGiB: 112, ...retired("2026-09-30", "Standard_NV12ads_A10_v5") },
            {
                name: "Standard_NV24s_v3",
                vcpus: 24,
                memoryGiB: 224,
                gpu: { count: 2 },
                ...retired("2026-09-30", "Standard_NV36ads_A10_v5"),
            },
            {
                name: "Standard_NV48s_v3",
                vcpus: 48,
                memoryGiB: 448,
                gpu: { count: 4 },
                ...retired("2026-09-30", "Standard_NV72ads_A10_v5"),
            },
        ],
    },
    {
        series: "NVv4",
        quotaFamily: "standardNVSv4Family",
        ...retired("2026-09-30", "Standard_NV6ads_A10_v5"),
        gpu: { ...AMD, model: "Radeon Instinct MI25", memoryGiBPerGpu: 16 },
        sizes: [
            { name: "Standard_NV4as_v4", vcpus: 4, memoryGiB: 14, gpu: { fraction: "1/8", memoryGiBPerGpu: 2 } },
            { name: "Standard_NV8as_v4", vcpus: 8, memoryGiB: 28, gpu: { fraction: "1/4", memoryGiBPerGpu: 4 } },
            {
                name: "Standard_NV16as_v4",
                vcpus: 16,
                memoryGiB: 56,
                gpu: { fraction: "1/2", memoryGiBPerGpu: 8 },
                ...retired("2026-09-30", "Standard_NV12ads_A10_v5"),
            },
            { name: "Standard_NV32as_v4", vcpus: 32, memoryGiB: 112, ...retired("2026-09-30", "Standard_NV18ads_A10_v5") },
        ],
    },

    // --- no GPU: general purpose, 4 GiB for each vCPU -------------------------------------------------------------------------------
    {
        // 2026-03-10
        series: "Dasv4",
        quotaFamily: "standardDASv4Family",
        ...FEATURES,
        sizes: [
            { name: "Standard_D8as_v4", vcpus: 8, memoryGiB: 32, tempDiskGiB: 64 },
            { name: "Standard_D16as_v4", vcpus: 16, memoryGiB: 64, tempDiskGiB: 128 },
        ],
    },
    {
        // 2026-03-10
        series: "Dasv5",
        quotaFamily: "standardDASv5Family",
        ...NO_LOCAL_DISK,
        sizes: [
            { name: "Standard_D2as_v5", vcpus: 2, memoryGiB: 8 },
            { name: "Standard_D4as_v5", vcpus: 4, memoryGiB: 16 },
            { name: "Standard_D8as_v5", vcpus: 8, memoryGiB: 32 },
            { name: "Standard_D16as_v5", vcpus: 16, memoryGiB: 64 },
            { name: "Standard_D32as_v5", vcpus: 32, memoryGiB: 128 },
        ],
    },
    {
        // 2026-03-10
        series: "Dadsv5",
        quotaFamily: "standardDADSv5Family",
        ...FEATURES,
        sizes: [
            { name: "Standard_D2ads_v5", vcpus: 2, memoryGiB: 8, tempDiskGiB: 75 },
            { name: "Standard_D4ads_v5", vcpus: 4, memoryGiB: 16, tempDiskGiB: 150 },
            { name: "Standard_D8ads_v5", vcpus: 8, memoryGiB: 32, tempDiskGiB: 300 },
            { name: "Standard_D16ads_v5", vcpus: 16, memoryGiB: 64, tempDiskGiB: 600 },
            { name: "Standard_D32ads_v5", vcpus: 32, memoryGiB: 128, tempDiskGiB: 1200 },
        ],
    },
    {
        // 2026-02-27
        series: "Dsv5",
        quotaFamily: "standardDSv5Family",
        ...NO_LOCAL_DISK,
        sizes: [
            { name: "Standard_D2s_v5", vcpus: 2, memoryGiB: 8 },
            { name: "Standard_D4s_v5", vcpus: 4, memoryGiB: 16 },
            { name: "Standard_D8s_v5", vcpus: 8, memoryGiB: 32 },
            { name: "Standard_D16s_v5", vcpus: 16, memoryGiB: 64 },
            { name: "Standard_D32s_v5", vcpus: 32, memoryGiB: 128 },
        ],
    },
    {
        // 2024-07-29
        series: "Ddsv5",
        quotaFamily: "standardDDSv5Family",
        ...FEATURES,
        sizes: [
            { name: "Standard_D2ds_v5", vcpus: 2, memoryGiB: 8, tempDiskGiB: 75 },
            { name: "Standard_D4ds_v5", vcpus: 4, memoryGiB: 16, tempDiskGiB: 150 },
            { name: "Standard_D8ds_v5", vcpus: 8, memoryGiB: 32, tempDiskGiB: 300 },
            { name: "Standard_D16ds_v5", vcpus: 16, memoryGiB: 64, tempDiskGiB: 600 },
            { name: "Standard_D32ds_v5", vcpus: 32, memoryGiB: 128, tempDiskGiB: 1200 },
        ],
    },
    {
        // 2026-03-10
        series: "Dasv6",
        quotaFamily: "standardDav6Family",
        spot: "supported",
        ...NO_LOCAL_DISK,
        sizes: [
            { name: "Standard_D2as_v6", vcpus: 2, memoryGiB: 8 },
            { name: "Standard_D4as_v6", vcpus: 4, memoryGiB: 16 },
            { name: "Standard_D8as_v6", vcpus: 8, memoryGiB: 32 },
            { name: "Standard_D16as_v6", vcpus: 16, memoryGiB: 64 },
            { name: "Standard_D32as_v6", vcpus: 32, memoryGiB: 128 },
        ],
    },
    {
        // 2024-07-29
        series: "Dadsv6",
        quotaFamily: "standardDadv6Family",
        ...FEATURES,
        tempDiskGiB: 0,
        sizes: [
            { name: "Standard_D2ads_v6", vcpus: 2, memoryGiB: 8, nvme: { disks: 1, totalGiB: 110 } },
            { name: "Standard_D4ads_v6", vcpus: 4, memoryGiB: 16, nvme: { disks: 1, totalGiB: 220 } },
            { name: "Standard_D8ads_v6", vcpus: 8, memoryGiB: 32, nvme: { disks: 1, totalGiB: 440 } },
            { name: "Standard_D16ads_v6", vcpus: 16, memoryGiB: 64, nvme: { disks: 2, totalGiB: 880 } },
            { name: "Standard_D32ads_v6", vcpus: 32, memoryGiB: 128, nvme: { disks: 4, totalGiB: 1760 } },
        ],
    },
    {
        // 2024-07-29
        series: "Dsv6",
        quotaFamily: "StandardDsv6Family",
        ...NO_LOCAL_DISK,
        sizes: [
            { name: "Standard_D2s_v6", vcpus: 2, memoryGiB: 8 },
            { name: "Standard_D4s_v6", vcpus: 4, memoryGiB: 16 },
            { name: "Standard_D8s_v6", vcpus: 8, memoryGiB: 32 },
            { name: "Standard_D16s_v6", vcpus: 16, memoryGiB: 64 },
            { name: "Standard_D32s_v6", vcpus: 32, memoryGiB: 128 },
        ],
    },
    {
        // 2024-07-29
        series: "Ddsv6",
        quotaFamily: "StandardDdsv6Family",
        spot: "supported",
        ...FEATURES,
        tempDiskGiB: 0,
        sizes: [
            { name: "Standard_D2ds_v6", vcpus: 2, memoryGiB: 8, nvme: { disks: 1, totalGiB: 110 } },
            { name: "Standard_D4ds_v6", vcpus: 4, memoryGiB: 16, nvme: { disks: 1, totalGiB: 220 } },
            { name: "Standard_D8ds_v6", vcpus: 8, memoryGiB: 32, nvme: { disks: 1, totalGiB: 440 } },
            { name: "Standard_D16ds_v6", vcpus: 16, memoryGiB: 64, nvme: { disks: 2, totalGiB: 880 } },
            { name: "Standard_D32ds_v6", vcpus: 32, memoryGiB: 128, nvme: { disks: 4, totalGiB: 1760 } },
        ],
    },

    // --- no GPU: 8 GiB for each vCPU ------------------------------------------------------------------------------------------------
    {
        // 2026-03-10
        series: "Esv5",
        quotaFamily: "standardESv5Family",
        ...NO_LOCAL_DISK,
        sizes: [
            { name: "Standard_E2s_v5", vcpus: 2, memoryGiB: 16 },
            { name: "Standard_E4s_v5", vcpus: 4, memoryGiB: 32 },
            { name: "Standard_E8s_v5", vcpus: 8, memoryGiB: 64 },
            { name: "Standard_E16s_v5", vcpus: 16, memoryGiB: 128 },
        ],
    },
    {
        // 2024-08-01
        series: "Edsv5",
        quotaFamily: "standardEDSv5Family",
        ...FEATURES,
        sizes: [
            { name: "Standard_E2ds_v5", vcpus: 2, memoryGiB: 16, tempDiskGiB: 75 },
            { name: "Standard_E4ds_v5", vcpus: 4, memoryGiB: 32, tempDiskGiB: 150 },
            { name: "Standard_E8ds_v5", vcpus: 8, memoryGiB: 64, tempDiskGiB: 300 },
            { name: "Standard_E16ds_v5", vcpus: 16, memoryGiB: 128, tempDiskGiB: 600 },
        ],
    },
    {
        // 2026-03-10
        series: "Easv5",
        quotaFamily: "standardEASv5Family",
        ...NO_LOCAL_DISK,
        sizes: [
            { name: "Standard_E2as_v5", vcpus: 2, memoryGiB: 16 },
            { name: "Standard_E4as_v5", vcpus: 4, memoryGiB: 32 },
            { name: "Standard_E8as_v5", vcpus: 8, memoryGiB: 64 },
            { name: "Standard_E16as_v5", vcpus: 16, memoryGiB: 128 },
        ],
    },
    {
        // 2024-08-01
        series: "Eadsv5",
        quotaFamily: "standardEADSv5Family",
        ...FEATURES,
        sizes: [
            { name: "Standard_E2ads_v5", vcpus: 2, memoryGiB: 16, tempDiskGiB: 75 },
            { name: "Standard_E4ads_v5", vcpus: 4, memoryGiB: 32, tempDiskGiB: 150 },
            { name: "Standard_E8ads_v5", vcpus: 8, memoryGiB: 64, tempDiskGiB: 300 },
            { name: "Standard_E16ads_v5", vcpus: 16, memoryGiB: 128, tempDiskGiB: 600 },
        ],
    },
    {
        // 2024-08-01
        series: "Edsv6",
        quotaFamily: "StandardEdsv6Family",
        ...FEATURES,
        tempDiskGiB: 0,
        sizes: [
            { name: "Standard_E2ds_v6", vcpus: 2, memoryGiB: 16, nvme: { disks: 1, totalGiB: 110 } },
            { name: "Standard_E4ds_v6", vcpus: 4, memoryGiB: 32, nvme: { disks: 1, totalGiB: 220 } },
            { name: "Standard_E8ds_v6", vcpus: 8, memoryGiB: 64, nvme: { disks: 1, totalGiB: 440 } },
            { name: "Standard_E16ds_v6", vcpus: 16, memoryGiB: 128, nvme: { disks: 2, totalGiB: 880 } },
        ],
    },
    {
        // 2024-08-01
        series: "Eadsv6",
        quotaFamily: "standardEadv6Family",
        ...FEATURES,
        tempDiskGiB: 0,
        sizes: [
            { name: "Standard_E2ads_v6", vcpus: 2, memoryGiB: 16, nvme: { disks: 1, totalGiB: 110 } },
            { name: "Standard_E4ads_v6", vcpus: 4, memoryGiB: 32, nvme: { disks: 1, totalGiB: 220 } },
            { name: "Standard_E8ads_v6", vcpus: 8, memoryGiB: 64, nvme: { disks: 1, totalGiB: 440 } },
            { name: "Standard_E16ads_v6", vcpus: 16, memoryGiB: 128, nvme: { disks: 2, totalGiB: 880 } },
        ],
    },

    // --- no GPU, retiring: since July 2026 new subscriptions cannot have them -------------------------------------------------------
    {
        // 2024-09-24
        series: "Dsv3",
        quotaFamily: "standardDSv3Family",
        spot: "supported",
        ...FEATURES,
        sizes: [
            {
                name: "Standard_D2s_v3",
                vcpus: 2,
                memoryGiB: 8,
                tempDiskGiB: 16,
                cacheGiB: 50,
                ...retiring("2029-11-15", "Standard_D2s_v5"),
            },
            {
                name: "Standard_D4s_v3",
                vcpus: 4,
                memoryGiB: 16,
                tempDiskGiB: 32,
                cacheGiB: 100,
                ...retiring("2029-11-15", "Standard_D4s_v5"),
            },
        ],
    },
    {
        // 2022-12-21
        series: "DSv2",
        quotaFamily: "standardDSv2Family",
        spot: "supported",
        ...FEATURES,
        ...retiring("2028-05-01", "Standard_E4s_v5"),
        sizes: [{ name: "Standard_DS12_v2", vcpus: 4, memoryGiB: 28, tempDiskGiB: 56, cacheGiB: 144 }],
    },
    {
        // 2024-07-29
        series: "Av2",
        quotaFamily: "standardAv2Family",
        acceleratedNetworking: false,
        ephemeralOsDisk: false,
        ...retiring("2028-11-15", "Standard_D2as_v5"),
        sizes: [{ name: "Standard_A2_v2", vcpus: 2, memoryGiB: 4, tempDiskGiB: 20 }],
    },
];
