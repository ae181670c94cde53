/** What a user can start. By name: the part of the address that says which. */
export interface HubProfileSpec {
    /** Name of the pool in `gpuPools` or `pools`. */
    readonly pool: string;
    readonly image: string;
    /** @default 0 */
    readonly gpus?: number;
    readonly cpus: number;
    readonly memoryGiB: number;
    /** Whether it is chosen unless the user chooses another one. @default false */
    readonly default?: boolean;
}

/** What happens to servers that nobody uses. */
export type CullingSpec =
    | { readonly kind: "none" }
    | { readonly kind: "idle"; /** @default 60 */ readonly afterMinutes?: number; /** @default 30 */ readonly gpuAfterMinutes?: number };

/** Signing in to a running server with an SSH client, by jupyterhub-ssh, which nobody has maintained since 2023. */
export type HubSshSpec =
    | { readonly kind: "none" }
    /** A load balancer of its own: SSH does not go through a gateway for pages. */
    | {
          readonly kind: "load-balancer";
          readonly exposure: "public" | "internal";
          /** @default 22 */
          readonly port?: number;
          /** @default [] everyone who reaches the address */
          readonly allowedRanges?: readonly string[];
      };

export interface JupyterHubSpec {
    readonly profiles: Readonly<Record<string, HubProfileSpec>>;
    readonly storage: { readonly protocol: "nfs" | "smb" };
    readonly culling: CullingSpec;
    readonly ssh: HubSshSpec;
}

/** The form of a profile's name. */
export const PROFILE_NAME_PATTERN = /^[a-z](?:[-a-z0-9]{0,30}[a-z0-9])?$/;

/** What is used for what is left out. */
export const JUPYTER_HUB_DEFAULTS = {
    afterMinutes: 60,
    gpuAfterMinutes: 30,
    userGiB: 20,
    sharedGiB: 100,
    protocol: "nfs",
    sshPort: 22,
} as const;
