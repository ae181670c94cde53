import { z } from "zod";
import { PROVIDER_NAME_PATTERN, REALM_PATTERN, SSO_DEFAULTS } from "../../../components/keycloak-sso/rules";
import { noneSchema } from "./none";
import { NONE_ONLY, NOT_BUILT } from "./not-built";
import { secretText } from "./secret-text";

const oauthClient = {
    clientId: z
        .string()
        .min(1)
        .meta({
            description: "Id under which the provider knows the platform. Not a secret.",
            examples: ["11111111-2222-4333-8444-555555555555"],
        }),
    clientSecret: secretText({ description: "The provider's secret for that id. A new one takes a restart of what signs people in." }),
};

const issuer = z.string().meta({
    description: "The provider's issuer, as its /.well-known/openid-configuration names it.",
    examples: ["https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0"],
});

const identityProvider = z
    .discriminatedUnion("kind", [
        z
            .strictObject({
                kind: z.literal("google"),
                ...oauthClient,
                hostedDomains: z
                    .array(z.string())
                    .default([])
                    .meta({
                        description: "Google Workspace domains whose accounts may sign in. Left out, anyone with a Google account.",
                        examples: [["contoso.com"]],
                    }),
            })
            .meta({ description: "Google accounts." }),
        z
            .strictObject({
                kind: z.literal("okta"),
                ...oauthClient,
                issuer: issuer.meta({ examples: ["https://contoso.okta.com/oauth2/default"] }),
            })
            .meta({ description: "Okta, one organization." }),
        z
            .strictObject({
                kind: z.literal("entra"),
                ...oauthClient,
                tenantId: z.string().meta({ description: "Id of the tenant.", examples: ["11111111-2222-4333-8444-555555555555"] }),
            })
            .meta({ description: "Microsoft Entra ID, one tenant." }),
        z.strictObject({ kind: z.literal("github"), ...oauthClient }).meta({
            description: "GitHub accounts. Keycloak cannot ask for an organization, so anyone may try: use `requireApproval` with it.",
        }),
        z
            .strictObject({
                kind: z.literal("oidc"),
                ...oauthClient,
                issuer,
                scopes: z
                    .string()
                    .default(SSO_DEFAULTS.scopes)
                    .meta({ description: "Scopes to ask for, with spaces between.", examples: ["openid profile email"] }),
            })
            .meta({ description: "Any other OpenID Connect provider." }),
    ])
    .meta({
        description: "Who vouches for people.",
        examples: [{ kind: "google", clientId: "ml-platform", clientSecret: { secure: "v1:..." }, hostedDomains: ["contoso.com"] }],
    });

const database = z
    .discriminatedUnion("kind", [
        z
            .strictObject({
                kind: z.literal("in-cluster"),
                instances: z.int().min(1).max(5).default(SSO_DEFAULTS.databaseInstances).meta({
                    description: "Copies of the database, on different nodes. With one, an update of its node interrupts signing in.",
                }),
                storageGiB: z
                    .int()
                    .min(1)
                    .max(1024)
                    .default(SSO_DEFAULTS.databaseStorageGiB)
                    .meta({ description: "Disk of each copy, which stays when the cluster goes. It can grow, not shrink. Unit: GiB." }),
            })
            .meta({ description: "PostgreSQL in the cluster." }),
        z
            .strictObject({
                kind: z.literal("postgres"),
                host: z.string().meta({ description: "Host name of the server.", examples: ["keycloak-db.postgres.database.azure.com"] }),
                port: z.int().min(1).max(65_535).default(5432).meta({ description: "Port of the server." }),
                database: z
                    .string()
                    .min(1)
                    .default("keycloak")
                    .meta({ description: "Name of the database, which must exist.", examples: ["keycloak"] }),
                username: z
                    .string()
                    .min(1)
                    .meta({ description: "Name to sign in with.", examples: ["keycloak"] }),
                password: secretText({ description: "Password of that name. Keycloak restarts when it is changed." }),
            })
            .meta({ description: "A PostgreSQL server that exists, connected to by TLS." }),
    ])
    .prefault({ kind: "in-cluster" })
    .meta({
        description: "Where Keycloak keeps users and sessions. Changing the kind leaves the users behind.",
        examples: [{ kind: "in-cluster" }],
    });

const keycloak = z
    .strictObject({
        kind: z.literal("keycloak"),
        realm: z
            .string()
            .regex(REALM_PATTERN)
            .meta({
                description: "Name of the realm. It is part of every token's issuer: changing it makes a new, empty one.",
                examples: ["platform"],
            }),
        relativePath: z
            .string()
            .default(SSO_DEFAULTS.relativePath)
            .meta({
                description: "Path below the host that Keycloak answers at. It is part of every token's issuer.",
                examples: ["/auth"],
            }),
        instances: z
            .int()
            .min(1)
            .max(5)
            .default(SSO_DEFAULTS.instances)
            .meta({ description: "Servers. With one, an update interrupts signing in; who is signed in stays so." }),
        identityProviders: z
            .record(z.string().meta({ pattern: PROVIDER_NAME_PATTERN.source }), identityProvider)
            .default({})
            .meta({
                description:
                    "Providers by name, which is part of the address that they send people back to: `https://<host>/auth/realms/<realm>/broker/<name>/endpoint`.",
                examples: [{}],
            }),
        requireApproval: z.boolean().default(false).meta({
            description: "Whether a new person waits until an administrator gives them the realm role `approved`.",
        }),
        database,
        events: z
            .strictObject({
                retentionDays: z
                    .int()
                    .min(1)
                    .max(365)
                    .default(SSO_DEFAULTS.eventRetentionDays)
                    .meta({ description: "How long sign-ins and failures are kept in the database. Unit: days." }),
                adminEvents: z.boolean().default(true).meta({ description: "Also keep what administrators change." }),
            })
            .prefault({})
            .meta({ description: "The record of who signed in, from where, by which provider, and what failed." }),
    })
    .meta({
        description: `Keycloak in the cluster, in front of one or more identity providers. Programs get tokens as clients or devices; passwords for tokens are not offered. ${NOT_BUILT}`,
    });

export const ssoSchema = z
    .discriminatedUnion("kind", [
        noneSchema("Nobody is asked who they are."),
        keycloak,
        z
            .strictObject({
                kind: z.literal("oidc"),
                ...oauthClient,
                issuer,
                emailDomains: z
                    .array(z.string())
                    .default([])
                    .meta({
                        description: "E-mail domains whose accounts may sign in. Left out, everyone whom the issuer knows.",
                        examples: [["contoso.com"]],
                    }),
            })
            .meta({
                description: `One OpenID Connect provider, asked directly: no users, roles or approval of the platform's own. ${NOT_BUILT}`,
            }),
        z
            .strictObject({
                kind: z.literal("github"),
                ...oauthClient,
                organizations: z
                    .array(z.string().min(1))
                    .default([])
                    .meta({ description: "Organizations whose members may sign in.", examples: [["contoso"]] }),
                users: z
                    .array(z.string().min(1))
                    .default([])
                    .meta({ description: "Accounts that may sign in beside them.", examples: [["octocat"]] }),
            })
            .meta({ description: `GitHub, asked by JupyterHub directly; for the platform sai. ${NOT_BUILT}` }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: `How people sign in. ${NONE_ONLY}`, examples: [{ kind: "none" }] });
