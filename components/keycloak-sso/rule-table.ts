import type { RuleTable } from "../core/findings";

/** What must hold of signing in. */
export const SSO_RULES = {
    "sso/provider-name": {
        severity: "error",
        reason: "The name of an identity provider is its alias in Keycloak and part of the address that it sends people back to (/broker/<alias>/endpoint).",
        fix: "Use 1 to 32 lower-case letters, digits and dashes, the first a letter.",
    },
    "sso/no-provider": {
        severity: "warning",
        reason: "Keycloak registers nobody by itself here, so without an identity provider only people whom an administrator creates by hand can sign in.",
        fix: "Add an identity provider.",
    },
    "sso/provider-unrestricted": {
        severity: "warning",
        reason: "Google, GitHub and Microsoft's shared endpoints vouch for anyone who has an account there, so the whole world can sign in.",
        fix: "Name hosted domains, a tenant or e-mail domains, or set `requireApproval`.",
    },
    "sso/domain": {
        severity: "error",
        reason: "A sign-in is limited to a domain by its exact name. `*` means any Google Workspace, and private mailboxes such as gmail.com belong to no Workspace.",
        fix: "Name your organization's domain, for example contoso.com.",
    },
    "sso/tenant-id": {
        severity: "error",
        reason: "Only the tenant's id limits the sign-in to one organization; `common` and `organizations` let every Microsoft account in.",
        fix: "Use what `az account show --query tenantId --output tsv` prints.",
    },
    "sso/issuer": {
        severity: "error",
        reason: "Tokens are checked against the issuer's name letter by letter, and its keys are fetched from it, so it is an HTTPS address without query, with a slash at the end only if the provider's own name has one (Auth0's has).",
        fix: "Use the `issuer` that the provider's /.well-known/openid-configuration names.",
    },
    "sso/relative-path": {
        severity: "error",
        reason: "Keycloak shares the host with the platform's pages, so it needs a path of its own. The path is part of every token's issuer.",
        fix: "Use one step, for example /auth.",
    },
    "sso/database-host": {
        severity: "error",
        reason: "The server's certificate is checked against its name, so it must be a full host name.",
        fix: "Use for example keycloak-db.postgres.database.azure.com.",
    },
    "sso/github-nobody": {
        severity: "error",
        reason: "JupyterHub lets nobody in without a rule that allows it (since version 5).",
        fix: "Name organizations or users.",
    },
} as const satisfies RuleTable;
