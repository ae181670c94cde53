import { type Finding, findingsOf, joinPath, keyStep } from "../core/findings";
import { WORKLOAD_IDENTITY_RULES } from "./rule-table";

export { WORKLOAD_IDENTITY_RULES } from "./rule-table";

const finding = findingsOf(WORKLOAD_IDENTITY_RULES);

const ROLE_KEY = /^[a-z][a-z0-9-]{0,31}$/;
const DNS_LABEL = /^(?=.{1,63}$)[a-z0-9]+(?:-+[a-z0-9]+)*$/;

/** What the rules look at: known before anything is registered. */
export interface WorkloadIdentityNames {
    readonly namespace: string;
    readonly serviceAccountName: string;
    readonly roles: Readonly<Record<string, unknown>>;
}

/** Names of roles, namespace and service account. */
export function workloadIdentityRules({ namespace, serviceAccountName, roles }: WorkloadIdentityNames): Finding[] {
    const message = "not a name of lower-case letters, digits and dashes, with no dash at either end";
    const names = Object.entries({ namespace, serviceAccountName }).flatMap(([path, value]) =>
        DNS_LABEL.test(value)
            ? []
            : [finding("workload-identity/service-account", path, value, message, "change the name, for example object-gateway")],
    );
    const keys = Object.keys(roles).flatMap((key) =>
        ROLE_KEY.test(key)
            ? []
            : [
                  finding(
                      "workload-identity/role-key",
                      joinPath("roles", keyStep(key)),
                      key,
                      "the key of a role has 1 to 32 lower-case letters, digits and dashes, the first a letter",
                      'say what the role is for, for example "objects"; the key must stay the same for life',
                  ),
              ],
    );
    return [...names, ...keys];
}
