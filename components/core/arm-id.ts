/** The parts of an ARM id that a program needs. */
export interface ArmId {
    readonly subscriptionId: string;
    readonly resourceGroupName: string;
    readonly name: string;
}

/** Reads the ARM id of a resource of one type, for example `Microsoft.Network/dnsZones`; undefined when the text is none. */
export function parseArmId(text: string, type: string): ArmId | undefined {
    const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i.exec(text);
    const [, subscriptionId, resourceGroupName, found, name] = match ?? [];
    return subscriptionId === undefined ||
        resourceGroupName === undefined ||
        name === undefined ||
        found?.toLowerCase() !== type.toLowerCase()
        ? undefined
        : { subscriptionId, resourceGroupName, name };
}

/** Types of DNS zones: one that the internet asks, and one that only linked networks ask. */
export const PUBLIC_DNS_ZONE = "Microsoft.Network/dnsZones";
export const PRIVATE_DNS_ZONE = "Microsoft.Network/privateDnsZones";

/** What an ARM id of a type looks like. */
export function armIdForm(type: string): string {
    return `/subscriptions/<id>/resourceGroups/<group>/providers/${type}/<name>`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is the id of a tenant, group or application in Entra ID. */
export function isUuid(text: string): boolean {
    return UUID.test(text);
}

/** Whether a text can be the name of a key vault: 3 to 24 letters, digits and single dashes, the first a letter, the last no dash. */
export function isKeyVaultName(text: string): boolean {
    return /^(?=.{3,24}$)[A-Za-z](?:-?[A-Za-z0-9])+$/.test(text);
}

/** Whether a text can be the name of a secret, key or certificate in a key vault. */
export function isVaultObjectName(text: string): boolean {
    return /^[A-Za-z0-9-]{1,127}$/.test(text);
}
