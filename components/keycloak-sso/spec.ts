import type * as pulumi from "@pulumi/pulumi";

/** What an identity provider knows the platform as. */
interface OauthClient {
    readonly clientId: string;
    readonly clientSecret: pulumi.Input<string>;
}

/** Who vouches for people. The platform keeps no passwords of its own. */
export type IdentityProviderSpec =
    | (OauthClient & {
          readonly kind: "google";
          /**
           * Google Workspace domains whose accounts may sign in.
           * @default [] anyone with a Google account
           */
          readonly hostedDomains?: readonly string[];
      })
    | (OauthClient & {
          readonly kind: "okta";
          /** Address of the authorization server, for example `https://contoso.okta.com/oauth2/default`. */
          readonly issuer: string;
      })
    /** Entra ID, one tenant. */
    | (OauthClient & { readonly kind: "entra"; readonly tenantId: string })
    /** Anyone with a GitHub account: Keycloak (26) cannot ask for an organization, so `requireApproval` belongs with it. */
    | (OauthClient & { readonly kind: "github" })
    | (OauthClient & { readonly kind: "oidc"; readonly issuer: string; /** @default "openid profile email" */ readonly scopes?: string });

/** Where Keycloak keeps its realm. */
export type KeycloakDatabaseSpec =
    /** PostgreSQL in the cluster (CloudNativePG), on disks that stay when the cluster goes. */
    | { readonly kind: "in-cluster"; /** @default 2 */ readonly instances?: number; /** @default 10 */ readonly storageGiB?: number }
    /** A PostgreSQL server that exists; connected to by TLS. */
    | {
          readonly kind: "postgres";
          readonly host: string;
          /** @default 5432 */
          readonly port?: number;
          /** @default "keycloak" */
          readonly database?: string;
          readonly username: string;
          readonly password: pulumi.Input<string>;
      };

/** How people sign in. */
export type SsoSpec =
    | { readonly kind: "none" }
    /** Keycloak in the cluster, in front of one or more identity providers. */
    | {
          readonly kind: "keycloak";
          /** Name of the realm; it is part of every token's issuer. */
          readonly realm: string;
          /** Path below the host that Keycloak answers at. @default "/auth" */
          readonly relativePath?: string;
          /** @default 2 */
          readonly instances?: number;
          /** By alias, which is part of the address that a provider sends people back to. @default {} */
          readonly identityProviders?: Readonly<Record<string, IdentityProviderSpec>>;
          /** Whether an administrator lets each new person in. @default false */
          readonly requireApproval?: boolean;
          /** @default { kind: "in-cluster" } */
          readonly database?: KeycloakDatabaseSpec;
          /** Sign-ins, failures and changes by administrators, in Keycloak's database and in its log. */
          readonly events?: { /** @default 30 */ readonly retentionDays?: number; /** @default true */ readonly adminEvents?: boolean };
      }
    /** An OpenID Connect provider, asked by the gateway or the hub itself. */
    | (OauthClient & {
          readonly kind: "oidc";
          readonly issuer: string;
          /** E-mail domains whose accounts may sign in. @default [] everyone whom the issuer knows */
          readonly emailDomains?: readonly string[];
      })
    /** GitHub, asked by JupyterHub itself. */
    | (OauthClient & {
          readonly kind: "github";
          /** @default [] */
          readonly organizations?: readonly string[];
          /** @default [] */
          readonly users?: readonly string[];
      });

/** What is used for what is left out. */
export const SSO_DEFAULTS = {
    relativePath: "/auth",
    instances: 2,
    scopes: "openid profile email",
    eventRetentionDays: 30,
    databaseInstances: 2,
    databaseStorageGiB: 10,
} as const;
