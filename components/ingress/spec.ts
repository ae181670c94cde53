/** Who can reach the platform's pages, and by which name. */
interface IngressPlace {
    /** Host name of the platform; what it serves under names of their own lies below it. */
    readonly host: string;
    /** `public`: a public address. `internal`: an address in the network, for those who are connected to it. */
    readonly exposure: "public" | "internal";
    /**
     * Ranges that may connect to ports 80 and 443; no other port is ever open.
     * @default [] everyone who reaches the address
     */
    readonly allowedRanges?: readonly string[];
}

/** The way in. Its certificate (`TlsSpec`) and its records (`DnsSpec`) are other components' affairs. */
export type IngressSpec =
    | { readonly kind: "none" }
    /** The mesh's gateway behind a load balancer: about 20 USD a month and traffic. */
    | (IngressPlace & {
          readonly kind: "gateway";
          /**
           * Name of the subnet, in the nodes' virtual network, that an internal address is taken from.
           * @default - the nodes' subnet
           */
          readonly internalSubnetName?: string;
      })
    /** An Application Gateway v2 in a subnet of its own: about 180 USD a month, 320 with the firewall, and traffic. */
    | (IngressPlace & {
          readonly kind: "application-gateway";
          /** @default "detection" */
          readonly firewall?: "none" | "detection" | "prevention";
          /** Capacity units that always run. @default 0 */
          readonly minCapacity?: number;
          /** Capacity units at most: the ceiling on spending. @default 10 */
          readonly maxCapacity?: number;
      });
