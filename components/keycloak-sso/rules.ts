import { isUuid } from "../core/arm-id";
import { type Finding, findingsOf, joinPath, keyStep, underPath } from "../core/findings";
import { isHostName, isHttpsUrl } from "../core/host-name";
import { SSO_RULES } from "./rule-table";
import { type IdentityProviderSpec, SSO_DEFAULTS, type SsoSpec } from "./spec";

export { SSO_RULES } from "./rule-table";
export { type IdentityProviderSpec, SSO_DEFAULTS, type SsoSpec } from "./spec";

const finding = findingsOf(SSO_RULES);

/** The form of an identity provider's alias. */
export const PROVIDER_NAME_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;
/** The form of a realm's name: it is part of addresses. */
export const REALM_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

/** How people sign in, and whether that keeps anyone out. */
export function ssoRules(sso: SsoSpec): Finding[] {
    switch (sso.kind) {
        case "none":
            return [];
        case "keycloak":
            return keycloakRules(sso);
        case "oidc":
            return [
                ...issuerRules("issuer", sso.issuer),
                ...domainRules("emailDomains", sso.emailDomains),
                ...(isSharedIssuer(sso.issuer) && (sso.emailDomains ?? []).length === 0
                    ? [
                          unrestricted(
                              "emailDomains",
                              sso.emailDomains,
                              "name the e-mail domains that may sign in, or use your tenant's issuer",
                          ),
                      ]
                    : []),
            ];
        case "github":
            return [...(sso.organizations ?? []), ...(sso.users ?? [])].length > 0
                ? []
                : [
                      finding(
                          "sso/github-nobody",
                          "organizations",
                          sso.organizations ?? [],
                          "JupyterHub lets nobody in without an organization or users that are allowed",
                          "name at least one",
                      ),
                  ];
    }
}

function keycloakRules(sso: Extract<SsoSpec, { kind: "keycloak" }>): Finding[] {
    const { relativePath = SSO_DEFAULTS.relativePath, identityProviders = {}, requireApproval = false, database } = sso;
    const providers = Object.entries(identityProviders);
    const found = providers.flatMap(([name, provider]) =>
        underPath(joinPath("identityProviders", keyStep(name)), [...nameRules(name), ...providerRules(provider, requireApproval)]),
    );
    if (providers.length === 0) {
        const message = "without an identity provider only people whom an administrator creates by hand can sign in";
        found.push(finding("sso/no-provider", "identityProviders", undefined, message, "add one, for example entra"));
    }
    if (!/^\/[a-z0-9][a-z0-9-]*$/.test(relativePath)) {
        const message = "Keycloak needs a path of its own below the host: a slash and one step of lower-case letters, digits and dashes";
        found.push(finding("sso/relative-path", "relativePath", relativePath, message, "use for example /auth"));
    }
    if (database?.kind === "postgres" && !isHostName(database.host)) {
        const message = "not a full host name in lower case";
        found.push(
            finding(
                "sso/database-host",
                "database.host",
                database.host,
                message,
                "use for example keycloak-db.postgres.database.azure.com",
            ),
        );
    }
    return found;
}

function nameRules(name: string): Finding[] {
    return PROVIDER_NAME_PATTERN.test(name)
        ? []
        : [
              finding(
                  "sso/provider-name",
                  "",
                  name,
                  "an identity provider's name has 1 to 32 lower-case letters, digits and dashes, the first a letter",
                  "call it for example google",
              ),
          ];
}

function providerRules(provider: IdentityProviderSpec, requireApproval: boolean): Finding[] {
    switch (provider.kind) {
        case "google": {
            const open = !requireApproval && (provider.hostedDomains ?? []).length === 0;
            const fix = "name your domains, or set requireApproval";
            return [
                ...domainRules("hostedDomains", provider.hostedDomains),
                ...(open ? [unrestricted("hostedDomains", provider.hostedDomains, fix)] : []),
            ];
        }
        case "github":
            return requireApproval ? [] : [unrestricted("kind", provider.kind, "set requireApproval, or use another provider")];
        case "entra":
            return isUuid(provider.tenantId)
                ? []
                : [
                      finding(
                          "sso/tenant-id",
                          "tenantId",
                          provider.tenantId,
                          "not the id of a tenant",
                          "use what `az account show --query tenantId --output tsv` prints",
                      ),
                  ];
        case "okta":
        case "oidc": {
            const open = !requireApproval && isSharedIssuer(provider.issuer);
            return [
                ...issuerRules("issuer", provider.issuer),
                ...(open ? [unrestricted("issuer", provider.issuer, "use your tenant's own issuer, or set requireApproval")] : []),
            ];
        }
    }
}

function unrestricted(path: string, value: unknown, fix: string): Finding {
    return finding("sso/provider-unrestricted", path, value, "anyone with an account at this provider can sign in", fix);
}

/** Issuers that vouch for everyone: Google, and Microsoft's endpoints that are no tenant's. */
function isSharedIssuer(issuer: string): boolean {
    return /^https:\/\/(accounts\.google\.com|login\.microsoftonline\.com\/(common|organizations|consumers)(\/.*)?)$/.test(issuer);
}

function issuerRules(path: string, issuer: string): Finding[] {
    return isHttpsUrl(issuer)
        ? []
        : [
              finding(
                  "sso/issuer",
                  path,
                  issuer,
                  "an issuer is an https address without query",
                  "use the `issuer` that the provider's /.well-known/openid-configuration names",
              ),
          ];
}

/** Domains of private mailboxes, which are no organization's. */
const MAILBOX_DOMAINS = ["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com"];

function domainRules(path: string, domains: readonly string[] = []): Finding[] {
    return domains.flatMap((domain, index) =>
        isHostName(domain) && !MAILBOX_DOMAINS.includes(domain)
            ? []
            : [
                  finding(
                      "sso/domain",
                      `${path}[${index}]`,
                      domain,
                      "not the domain of an organization",
                      "name it exactly and in lower case, for example contoso.com",
                  ),
              ],
    );
}
