/** The resource group that everything but the nodes is in. */
export type ResourceGroupSpec =
    /** A group of the stack's own, deleted with it. */
    | { readonly kind: "create" }
    /** A group that someone else owns: looked up by name, and never tagged, locked or deleted. */
    | { readonly kind: "existing"; readonly name: string };

/** What physical names begin with. */
export interface PlatformNameSpec {
    /** Two to eight lower-case letters and digits, the first a letter. */
    readonly prefix: string;
    /** One to eight lower-case letters and digits, usually the stack's name. */
    readonly environment: string;
}
