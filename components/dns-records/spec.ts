/** Whether the program writes the records of the platform's host name. They are the program's own, and go with the stack. */
export type DnsSpec =
    /** Someone else points the name at the gateway's address, which is one of the stack's outputs. */
    | { readonly kind: "none" }
    /** Two A records, of the host and of everything below it (`*.host`), in a zone that exists. */
    | {
          readonly kind: "zone";
          /** ARM id of a public or a private DNS zone. */
          readonly zoneId: string;
          /**
           * How long resolvers keep an answer: how long a change takes.
           * @default 300
           */
          readonly ttlSeconds?: number;
      };
