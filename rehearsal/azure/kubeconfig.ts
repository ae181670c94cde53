import { createHash } from "node:crypto";
import type { Properties } from "../provider/values";
import { secret } from "../provider/values";
import { ArmError } from "./arm-error";
import type { Cloud } from "./cloud";
import { at, textAt } from "./request";
import type { ResourceRecord } from "./subscription/store";

/** Application ids of AKS in every tenant (AKS docs and the kubelogin README). */
const AKS_SERVER_APP = "6dae42f8-4368-4678-94ff-3960e28e3630";
const AKS_CLIENT_APP = "80faf920-1908-4b52-b5ef-a8e7bedfc67a";

/** Base64 that is the same for the same cluster and purpose, but no key of anything. */
function blob(seed: string, length: number): string {
    let bytes = Buffer.alloc(0);
    for (let round = 0; bytes.length < length; round++) {
        bytes = Buffer.concat([bytes, createHash("sha512").update(`${seed} ${round}`).digest()]);
    }
    return bytes.subarray(0, length).toString("base64");
}

function pem(label: string, seed: string): string {
    const lines = blob(seed, 960).match(/.{1,64}/g) ?? [];
    return Buffer.from(`-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`).toString("base64");
}

function userLines(cluster: ResourceRecord, cloud: Cloud, form: "exec" | "azure" | "certificate"): string[] {
    const tenant = textAt(cluster.body, "aadProfile", "tenantID") ?? cloud.tenantId;
    switch (form) {
        case "exec":
            return [
                "    exec:",
                "      apiVersion: client.authentication.k8s.io/v1beta1",
                "      command: kubelogin",
                "      args:",
                ...[
                    "get-token",
                    "--environment",
                    "AzurePublicCloud",
                    "--server-id",
                    AKS_SERVER_APP,
                    "--client-id",
                    AKS_CLIENT_APP,
                    "--tenant-id",
                    tenant,
                    "--login",
                    "devicecode",
                ].map((argument) => `      - ${argument}`),
                "      env: null",
                "      installHint: kubelogin is not installed, see https://aka.ms/aks/kubelogin",
                "      provideClusterInfo: false",
            ];
        case "azure":
            return [
                "    auth-provider:",
                "      name: azure",
                "      config:",
                `        apiserver-id: ${AKS_SERVER_APP}`,
                `        client-id: ${AKS_CLIENT_APP}`,
                `        config-mode: "1"`,
                "        environment: AzurePublicCloud",
                `        tenant-id: ${tenant}`,
            ];
        case "certificate":
            return [
                `    client-certificate-data: ${pem("CERTIFICATE", `${cluster.id} client`)}`,
                `    client-key-data: ${pem("RSA PRIVATE KEY", `${cluster.id} key`)}`,
                `    token: ${createHash("sha512").update(`${cluster.id} token`).digest("hex")}`,
            ];
    }
}

/** Answer of listManagedClusterUserCredentials and listManagedClusterAdminCredentials; the kubeconfig is marked secret. */
export function credentialsOf(cluster: ResourceRecord, cloud: Cloud, admin: boolean, args: Properties): Properties {
    if (admin && cluster.body["disableLocalAccounts"] === true) {
        throw new ArmError(
            409,
            "BadRequest",
            "Getting static credential is not allowed because this cluster is set to disable local accounts.",
        );
    }
    const isEntra = at(cluster.body, "aadProfile", "managed") === true;
    const format = textAt(args, "format") ?? "exec";
    if (!["exec", "azure"].includes(format)) {
        throw new ArmError(
            400,
            "InvalidParameter",
            `The value of parameter format is invalid: '${format}' was given, allowed are exec, azure.`,
            "format",
        );
    }
    const form = admin || !isEntra ? "certificate" : format === "azure" ? "azure" : "exec";
    const server = textAt(args, "serverFqdn") ?? textAt(cluster.computed, "privateFQDN") ?? textAt(cluster.computed, "fqdn") ?? "";
    const group = cluster.path["resourceGroupName"] ?? "";
    const kind = admin ? "clusterAdmin" : "clusterUser";
    const user = `${kind}_${group}_${cluster.name}`;
    const context = admin ? `${cluster.name}-admin` : cluster.name;
    const lines = [
        "apiVersion: v1",
        "kind: Config",
        "clusters:",
        `- name: ${cluster.name}`,
        "  cluster:",
        `    certificate-authority-data: ${pem("CERTIFICATE", `${cluster.id} ca`)}`,
        `    server: https://${server}:443`,
        "contexts:",
        `- name: ${context}`,
        "  context:",
        `    cluster: ${cluster.name}`,
        `    user: ${user}`,
        `current-context: ${context}`,
        "preferences: {}",
        "users:",
        `- name: ${user}`,
        "  user:",
        ...userLines(cluster, cloud, form),
        "",
    ];
    return { kubeconfigs: [{ name: kind, value: secret(Buffer.from(lines.join("\n")).toString("base64")) }] };
}
