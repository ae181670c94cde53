/** Basic has 10 GiB, Standard 100 GiB, Premium 500 GiB and private endpoints; about 5, 20 and 50 USD a month. */
export type RegistrySku = "Basic" | "Standard" | "Premium";

export interface RegistrySpec {
    readonly sku: RegistrySku;
}
