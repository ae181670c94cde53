/**
 * Physical names, within the rules of each resource type.
 *
 * A name is the type's usual abbreviation, the prefix, the environment and an id of eight characters that is made once per stack.
 * So the same program gives the same names on every run (a crash never makes a second cluster), and two stacks never meet in a
 * namespace that all of Azure shares. Length and character rules: resource-name-rules in the Azure documentation.
 */
export interface NameParts {
    readonly prefix: string;
    readonly environment: string;
    readonly id: string;
}

/** Prefix: two to eight lower-case letters and digits, the first a letter. */
export const PREFIX_PATTERN = /^[a-z][a-z0-9]{1,7}$/;
/** Environment: one to twelve lower-case letters, digits and dashes, no dash at either end. */
export const ENVIRONMENT_PATTERN = /^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/;
/** Length of the id that is made once per stack. */
export const ID_LENGTH = 8;

const dashed = (kind: string, parts: NameParts): string => `${kind}-${parts.prefix}-${parts.environment}-${parts.id}`;

/** 1 to 90 characters. */
export const resourceGroupName = (parts: NameParts): string => dashed("rg", parts);

/** 2 to 64 characters; at most 63 where the cluster's network is an overlay. */
export const virtualNetworkName = (parts: NameParts): string => dashed("vnet", parts);

/** 1 to 80 characters. */
export const networkSecurityGroupName = (parts: NameParts): string => dashed("nsg", parts);

/** 1 to 80 characters. */
export const natGatewayName = (parts: NameParts): string => dashed("ng", parts);

/** 1 to 80 characters. */
export const publicIpAddressName = (parts: NameParts): string => dashed("pip", parts);

/** 1 to 80 characters. */
export const routeTableName = (parts: NameParts): string => dashed("rt", parts);

/** 1 to 63 characters; also the cluster's DNS prefix, of at most 54. */
export const clusterName = (parts: NameParts): string => dashed("aks", parts);

/** At most 80 characters. Named by us, or Azure would derive it from three other names. */
export const nodeResourceGroupName = (parts: NameParts): string => `${clusterName(parts)}-nodes`;

/** 4 to 63 characters. */
export const workspaceName = (parts: NameParts): string => dashed("log", parts);

/** 3 to 128 characters; the role says what the identity is for. */
export const identityName = (role: string, parts: NameParts): string => `${dashed("id", parts)}-${role}`;

/** 5 to 50 letters and digits, unique in all of Azure. */
export const registryName = (parts: NameParts): string => `cr${parts.prefix}${parts.environment.replaceAll("-", "")}${parts.id}`;

/** Length of a storage account's name in Azure. */
const STORAGE_NAME_LENGTH = 24;

/** 3 to 24 lower-case letters and digits, unique in all of Azure. The environment is shortened where it does not fit; the id tells apart. */
export const storageAccountName = (parts: NameParts): string => {
    const environment = parts.environment.replaceAll("-", "");
    const room = STORAGE_NAME_LENGTH - "st".length - parts.prefix.length - parts.id.length;
    return `st${parts.prefix}${environment.slice(0, room)}${parts.id}`;
};

/** 2 to 64 characters; the role says what the endpoint leads to. At most 33 characters without it. */
export const privateEndpointName = (role: string, parts: NameParts): string => `${dashed("pe", parts)}-${role}`;
