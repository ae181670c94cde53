/** Basic has 10 GiB, Standard 100 GiB, Premium 500 GiB and private endpoints; about 5, 20 and 50 USD a month. */
export type RegistrySku = "Basic" | "Standard" | "Premium";

export interface RegistrySpec {
    readonly sku: RegistrySku;
    /**
     * Registries whose images this one fetches when they are asked of it under their full names, and keeps.
     * @default []
     */
    readonly cache?: readonly string[];
}

/**
 * Registries that Azure's cache rules fetch from without a password (Microsoft, "Artifact cache in Azure Container Registry", upstream
 * registries). Docker Hub takes a password for it, and nvcr.io is not among the registries at all: images of both are imported.
 */
export const CACHED_REGISTRIES = ["ghcr.io", "mcr.microsoft.com", "public.ecr.aws", "quay.io", "registry.k8s.io"] as const;
