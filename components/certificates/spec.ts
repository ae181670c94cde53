import type * as pulumi from "@pulumi/pulumi";

/** Where the certificate of the platform's host name comes from. */
export type TlsSpec =
    /**
     * Let's Encrypt, proved by a DNS record (DNS-01): no port needs to be open, and a wildcard is possible. cert-manager writes the record
     * with an identity of its own, without any key.
     */
    | {
          readonly kind: "lets-encrypt";
          /** Gets Let's Encrypt's mail on the account. */
          readonly email: string;
          /**
           * ARM id of the public DNS zone that the record is written to.
           * @default - the zone of `dns`
           */
          readonly dnsZoneId?: string;
          /**
           * `staging` gives certificates that no browser trusts, and has generous limits: for tests.
           * @default "production"
           */
          readonly server?: "production" | "staging";
      }
    /** A certificate in a key vault, which may be renewed there. */
    | { readonly kind: "key-vault"; readonly vaultName: string; readonly certificateName: string }
    /** A certificate of your own, to be renewed by hand. */
    | { readonly kind: "supplied"; /** PEM, with its chain. */ readonly certificate: string; readonly privateKey: pulumi.Input<string> }
    /** A certificate that nobody trusts: for throw-away environments. */
    | { readonly kind: "self-signed" };
