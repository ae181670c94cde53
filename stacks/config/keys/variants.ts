/** What a stack can be, with a line on each. */
const DESCRIPTIONS = {
    studioml: "StudioML: a fleet of GPU nodes for studio-go-runner, with a registry, a queue and an object store",
    shakudo: "Shakudo: the vendor's platform behind Istio and Keycloak, private by default, on CPU, spot and GPU pools",
    katonic: "Katonic: platform, compute and GPU pools, shared disks and files, an Application Gateway, blob stores",
    kubeflow: "Kubeflow: notebooks, pipelines, training and serving on nodes that come as they are needed",
    sai: "SAI: JupyterHub with CPU and GPU servers, shared files, SSH, and measured energy",
} as const;

export type Variant = keyof typeof DESCRIPTIONS;
export const VARIANTS = Object.keys(DESCRIPTIONS) as [Variant, ...Variant[]];

/** Those that this version has a program for. */
export const BUILT_VARIANTS = ["studioml"] as const satisfies readonly Variant[];
export type BuiltVariant = (typeof BUILT_VARIANTS)[number];

/** One for each variant, in their order. */
export const VARIANT_DESCRIPTIONS = VARIANTS.map((variant) =>
    BUILT_VARIANTS.some((built) => built === variant) ? DESCRIPTIONS[variant] : `${DESCRIPTIONS[variant]}; not built by this version`,
);
