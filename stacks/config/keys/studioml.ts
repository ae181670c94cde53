import { z } from "zod";
import { RUNNER_DEFAULTS, WORKER_NAME_PATTERN } from "../../../components/studio-go-runner/rules";
import { noneSchema } from "./none";
import { secretText } from "./secret-text";
import { cpusSchema, imageSchema, memorySchema, namespaceSchema, poolNameSchema } from "./workload";

const worker = z
    .strictObject({
        pool: poolNameSchema("these runners", "t4"),
        replicas: z
            .int()
            .min(0)
            .max(1000)
            .default(RUNNER_DEFAULTS.replicas)
            .meta({ description: "Runner pods, each of which takes one experiment at a time. They keep their nodes running." }),
        gpus: z.int().min(0).max(8).default(RUNNER_DEFAULTS.gpus).meta({ description: "GPUs that a pod asks for. Unit: GPUs." }),
        cpus: cpusSchema,
        memoryGiB: memorySchema,
        diskGiB: z
            .int()
            .min(1)
            .max(2048)
            .default(RUNNER_DEFAULTS.diskGiB)
            .meta({ description: "Space for experiments, on the node's disk. Unit: GiB." }),
    })
    .meta({ description: "Runner pods of one size.", examples: [{ pool: "t4", cpus: 3, memoryGiB: 20 }] });

const runner = z
    .discriminatedUnion("kind", [
        noneSchema("No runners; the nodes are there for what you deploy yourself."),
        z
            .strictObject({
                kind: z.literal("studio-go-runner"),
                image: imageSchema("the runner", "quay.io/leafai/studio-go-runner:0.14.2"),
                queuePattern: z
                    .string()
                    .default(RUNNER_DEFAULTS.queuePattern)
                    .meta({ description: "Queues that experiments are taken from, as a regular expression.", examples: ["^rmq_.*$"] }),
                state: z.enum(["Running", "DrainAndSuspend"]).default(RUNNER_DEFAULTS.state).meta({
                    description: "`DrainAndSuspend`: runners finish what they do and take nothing new, which lets the nodes go.",
                }),
                cacheGiB: z
                    .int()
                    .min(1)
                    .max(2048)
                    .default(RUNNER_DEFAULTS.cacheGiB)
                    .meta({ description: "Space for artifacts that are kept between experiments, on the node's disk. Unit: GiB." }),
                bucket: z
                    .string()
                    .exactOptional()
                    .meta({
                        description:
                            "Bucket of `objectStore` whose address and keys experiments find in their environment (AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). Left out, they find none. The artifacts of an experiment always come with keys of their own.",
                        examples: ["artifacts"],
                    }),
                graceMinutes: z.int().min(0).max(1440).default(RUNNER_DEFAULTS.graceMinutes).meta({
                    description:
                        "How long a runner that must go may take to end its experiment, which otherwise begins anew on another one. Unit: minutes.",
                }),
                messageEncryption: z.boolean().default(RUNNER_DEFAULTS.messageEncryption).meta({
                    description: "Take encrypted experiments only, with a key pair that the program makes; its public half is an output.",
                }),
                messageKeyGeneration: z.int().min(1).default(RUNNER_DEFAULTS.messageKeyGeneration).meta({
                    description:
                        "Counted up to make another key of the message encryption. Experiments that wait in a queue then cannot be read any more: drain first, and give the new public half to your users.",
                }),
                workers: z
                    .record(z.string().meta({ pattern: WORKER_NAME_PATTERN.source }), worker)
                    .meta({ description: "Runner pods by name.", examples: [{ small: { pool: "t4", cpus: 3, memoryGiB: 20 } }] }),
            })
            .meta({
                description: `studio-go-runner on its pools. It may read the ConfigMaps of its namespace over the API server, and nothing else.`,
            }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "Who runs experiments.", examples: [{ kind: "none" }] });

const queue = z
    .discriminatedUnion("kind", [
        noneSchema("No queue."),
        z
            .strictObject({
                kind: z.literal("rabbitmq"),
                replicas: z.literal([1, 3]).default(RUNNER_DEFAULTS.queueReplicas).meta({
                    description: "Servers: with 3 the queue survives the loss of a node. Two would stop when either is lost.",
                }),
                storageGiB: z
                    .int()
                    .min(1)
                    .max(1024)
                    .default(RUNNER_DEFAULTS.queueStorageGiB)
                    .meta({ description: "Disk of each server. It can grow, not shrink. Unit: GiB." }),
                credentialsGeneration: z
                    .int()
                    .min(1)
                    .default(1)
                    .meta({ description: "Counted up to make a new password, which reaches the runners with it." }),
            })
            .meta({ description: "RabbitMQ in the cluster, by its own operator: TLS on port 5671, no public address." }),
        z
            .strictObject({
                kind: z.literal("existing"),
                url: secretText({ description: "Address of the broker with name and password: amqps://<name>:<password>@<host>:5671/." }),
                managementUrl: secretText({
                    description:
                        "Address of the broker's management API, by which runners find queues: https://<name>:<password>@<host>:15671. Left out, port 15671 of the broker's host, with the same name and password.",
                }).optional(),
            })
            .meta({ description: "A broker that exists." }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "Where experiments wait for a runner.", examples: [{ kind: "rabbitmq" }] });

export const studiomlSchema = z
    .strictObject({ namespace: namespaceSchema("studioml"), runner, queue })
    .meta({ description: "What only the platform `studioml` has. Left out, its defaults.", examples: [{ namespace: "studioml" }] });
