import { secret } from "@pulumi/pulumi";
import { createHash, generateKeyPairSync } from "node:crypto";

/** What the providers would answer: ARM ids and the computed outputs that components read. Deterministic, and made from names only. */

const SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";

type Properties = Readonly<Record<string, unknown>>;

/** Path of the ARM type below the resource group, and the input that holds the physical name. */
const ARM_TYPES: Readonly<Record<string, readonly [path: string, nameInput: string]>> = {
    "azure-native:containerregistry:Registry": ["Microsoft.ContainerRegistry/registries", "registryName"],
    "azure-native:containerservice:ManagedCluster": ["Microsoft.ContainerService/managedClusters", "resourceName"],
    "azure-native:managedidentity:UserAssignedIdentity": ["Microsoft.ManagedIdentity/userAssignedIdentities", "resourceName"],
    "azure-native:network:NatGateway": ["Microsoft.Network/natGateways", "natGatewayName"],
    "azure-native:network:NetworkSecurityGroup": ["Microsoft.Network/networkSecurityGroups", "networkSecurityGroupName"],
    "azure-native:network:PrivateEndpoint": ["Microsoft.Network/privateEndpoints", "privateEndpointName"],
    "azure-native:network:PublicIPAddress": ["Microsoft.Network/publicIPAddresses", "publicIpAddressName"],
    "azure-native:network:RouteTable": ["Microsoft.Network/routeTables", "routeTableName"],
    "azure-native:network:VirtualNetwork": ["Microsoft.Network/virtualNetworks", "virtualNetworkName"],
    "azure-native:operationalinsights:Workspace": ["Microsoft.OperationalInsights/workspaces", "workspaceName"],
    "azure-native:privatedns:PrivateZone": ["Microsoft.Network/privateDnsZones", "privateZoneName"],
    "azure-native:storage:StorageAccount": ["Microsoft.Storage/storageAccounts", "accountName"],
};

/** A hexadecimal text of the given length that only depends on the seed. */
function digest(seed: string, length: number): string {
    return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** A GUID that only depends on the seed. */
export function guidFrom(seed: string): string {
    const hex = digest(seed, 32);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The eight characters that a mocked `RandomString` of that logical name has. */
export function idFrom(logicalName: string): string {
    return digest(logicalName, 8);
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

function groupId(group: unknown): string {
    return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${text(group)}`;
}

/** The name and the id that Azure gives a resource. */
function identify(type: string, logicalName: string, inputs: Properties): { readonly id: string; readonly name: string } {
    if (type === "azure-native:resources:ResourceGroup") {
        return { id: groupId(inputs["resourceGroupName"]), name: text(inputs["resourceGroupName"]) };
    }
    if (type === "azure-native:network:Subnet") {
        const network = `${groupId(inputs["resourceGroupName"])}/providers/Microsoft.Network/virtualNetworks/${text(inputs["virtualNetworkName"])}`;
        return { id: `${network}/subnets/${text(inputs["subnetName"])}`, name: text(inputs["subnetName"]) };
    }
    if (type === "azure-native:containerservice:AgentPool" || type === "azure-native:containerservice:MaintenanceConfiguration") {
        const name = text(inputs["agentPoolName"] ?? inputs["configName"]);
        return { id: `${text(inputs["resourceName"])}/${name}`, name };
    }
    if (type === "azure-native:storage:BlobContainer") {
        const account = `${groupId(inputs["resourceGroupName"])}/providers/Microsoft.Storage/storageAccounts/${text(inputs["accountName"])}`;
        const name = text(inputs["containerName"]);
        return { id: `${account}/blobServices/default/containers/${name}`, name };
    }
    const known = ARM_TYPES[type];
    if (known === undefined) {
        return { id: `${logicalName}-id`, name: text(inputs["name"]) || logicalName };
    }
    const name = text(inputs[known[1]]);
    return { id: `${groupId(inputs["resourceGroupName"])}/providers/${known[0]}/${name}`, name };
}

/** What a random value is kept for. */
function keeper(inputs: Properties): string {
    return JSON.stringify(inputs["keepers"] ?? {});
}

const keys = new Map<string, Properties>();

/** A real key, small and the same each time, for components that work with what is in one. */
function realKey(seed: string): Properties {
    const known = keys.get(seed);
    if (known !== undefined) {
        return known;
    }
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const made = {
        privateKeyPem: secret(privateKey.export({ type: "pkcs1", format: "pem" }).toString()),
        publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    };
    keys.set(seed, made);
    return made;
}

/** What a type has beside its inputs and its name. */
function computed(type: string, logicalName: string, name: string, inputs: Properties): Properties {
    switch (type) {
        case "random:index/randomString:RandomString":
            return { result: idFrom(logicalName) };
        case "random:index/randomPassword:RandomPassword":
            return { result: secret(`password of ${logicalName} ${JSON.stringify(inputs["keepers"] ?? {})}`) };
        case "random:index/randomBytes:RandomBytes":
            return { base64: Buffer.from(digest(`${logicalName} ${keeper(inputs)}`, 8), "hex").toString("base64") };
        case "random:index/randomUuid:RandomUuid":
            return { result: guidFrom(`${logicalName} ${keeper(inputs)}`) };
        case "tls:index/privateKey:PrivateKey":
            return {
                privateKeyPem: secret(`key of ${logicalName}`),
                privateKeyPemPkcs8: secret(`pkcs8 key of ${logicalName}`),
                publicKeyPem: `public key of ${logicalName}`,
            };
        case "tls:index/selfSignedCert:SelfSignedCert":
        case "tls:index/locallySignedCert:LocallySignedCert":
            return { certPem: `certificate of ${logicalName}` };
        case "tls:index/certRequest:CertRequest":
            return { certRequestPem: `request of ${logicalName}` };
        case "azure-native:managedidentity:UserAssignedIdentity":
            return { principalId: guidFrom(`principal ${name}`), clientId: guidFrom(`client ${name}`) };
        case "azure-native:network:PublicIPAddress":
            return { ipAddress: "203.0.113.10" };
        case "azure-native:containerregistry:Registry":
            return { loginServer: `${name}.azurecr.io` };
        case "azure-native:containerservice:ManagedCluster":
            return {
                oidcIssuerProfile: { enabled: true, issuerURL: `https://eastus.oic.prod-aks.azure.com/${name}/` },
                resourceUID: digest(`uid ${name}`, 24),
                currentKubernetesVersion: `${text(inputs["kubernetesVersion"])}.5`,
            };
        default:
            return {};
    }
}

/** A resource's id and state after its creation. */
export function created(type: string, logicalName: string, inputs: Properties): { id: string; state: Properties } {
    if (type.startsWith("kubernetes:")) {
        const metadata = inputs["metadata"];
        // What has no name gets one of Pulumi.
        const name = `${logicalName}-${digest(logicalName, 8)}`;
        return { id: logicalName, state: { ...inputs, ...(isObject(metadata) ? { metadata: { name, ...metadata } } : {}) } };
    }
    if (type === "tls:index/privateKey:PrivateKey" && inputs["rsaBits"] === 4096) {
        return { id: `${logicalName}-id`, state: { ...inputs, ...realKey(logicalName) } };
    }
    const { id, name } = identify(type, logicalName, inputs);
    return { id, state: { ...inputs, name, ...computed(type, logicalName, name, inputs) } };
}

/** A kubeconfig as AKS hands it out: for users with a device-code sign-in, for the administrator with a client certificate. */
export function aksKubeconfig(clusterName: string, kind: "user" | "admin"): string {
    const user =
        kind === "admin"
            ? "client-certificate-data: Y2VydA==\n    client-key-data: QURNSU4tS0VZ\n    token: ADMIN-TOKEN"
            : "exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: kubelogin\n      args: [get-token, --login, devicecode]";
    return `apiVersion: v1
kind: Config
clusters:
- name: ${clusterName}
  cluster:
    certificate-authority-data: Q0E=
    server: https://${clusterName}.hcp.eastus.azmk8s.io:443
contexts:
- name: ${clusterName}
  context: {cluster: ${clusterName}, user: someone}
current-context: ${clusterName}
users:
- name: someone
  user:
    ${user}
`;
}

/** The answer of a provider function. */
export function answered(token: string, inputs: Properties): Properties {
    const kubeconfigs = (kind: "user" | "admin"): Properties => ({
        kubeconfigs: [{ name: kind, value: Buffer.from(aksKubeconfig(text(inputs["resourceName"]), kind)).toString("base64") }],
    });
    switch (token) {
        case "azure-native:containerservice:listManagedClusterUserCredentials":
            return kubeconfigs("user");
        case "azure-native:containerservice:listManagedClusterAdminCredentials":
            return kubeconfigs("admin");
        case "azure-native:resources:getResourceGroup":
            return { id: groupId(inputs["resourceGroupName"]), name: inputs["resourceGroupName"], location: "eastus" };
        default:
            throw new Error(`no mocked answer for the function ${token}; add it to tests/support/mock-azure.ts`);
    }
}
