/** A broker in the cluster. */
export interface RabbitMqSpec {
    /** Servers: with 3 the broker survives the loss of a node. The operator adds servers and takes none away. @default 1 */
    readonly replicas?: 1 | 3;
    /** Disk of each server, which can grow and not shrink. Unit: GiB. @default 10 */
    readonly storageGiB?: number;
    /** Storage class of the disks. @default - the cluster's default */
    readonly storageClass?: string;
    /** Queues that wait for a runner, as a regular expression: what is said of failed experiments holds for these. @default "^(rmq|sqs)_.*$" */
    readonly queuePattern?: string;
    /** Counted up to make new credentials, which reach the broker and its clients with the next `up`. @default 1 */
    readonly credentialsGeneration?: number;
}

/** What is used for what is left out. */
export const RABBITMQ_DEFAULTS = { replicas: 1, storageGiB: 10, queuePattern: "^(rmq|sqs)_.*$", credentialsGeneration: 1 } as const;

/** The form of a broker's name: the operator appends up to 20 characters, and names of Services have 63. */
export const BROKER_NAME_PATTERN = /^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/;
