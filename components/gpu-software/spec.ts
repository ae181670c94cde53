/** What runs in the cluster so that pods can use GPUs. */
export type GpuSoftwareSpec =
    /** Nothing: you install a device plugin yourself, or pods find no GPU. */
    | { readonly kind: "none" }
    /** NVIDIA's device plugin, which offers the GPUs of a node to pods. The driver is AKS's. */
    | {
          readonly kind: "device-plugin";
          /**
           * Whether NVIDIA's DCGM exporter runs on GPU nodes: load, memory, temperature and power of each GPU, on port 9400.
           * @default true
           */
          readonly metrics?: boolean;
      }
    /** NVIDIA's GPU Operator: driver, container toolkit, device plugin, monitoring and time-slicing in one. */
    | {
          readonly kind: "gpu-operator";
          /**
           * Who installs the driver: the operator, or AKS with the node image.
           * @default "operator"
           */
          readonly driver?: "operator" | "aks";
          /**
           * Whether its DCGM exporter runs on GPU nodes: load, memory, temperature and power of each GPU, on port 9400.
           * @default true
           */
          readonly metrics?: boolean;
      };

/** What is used for what a specification leaves out. */
export const GPU_SOFTWARE_DEFAULTS = { kind: "none", driver: "operator", metrics: true } as const;
