import { z } from "zod";
import { JUPYTER_HUB_DEFAULTS, PROFILE_NAME_PATTERN } from "../../../components/jupyter-hub/rules";
import { noneSchema } from "./none";
import { NOT_BUILT } from "./not-built";
import { cpusSchema, imageSchema, memorySchema, namespaceSchema, poolNameSchema } from "./workload";

const IMAGE = "quay.io/jupyter/scipy-notebook:2026-10-05";

const profile = z
    .strictObject({
        displayName: z
            .string()
            .min(1)
            .exactOptional()
            .meta({ description: "What users read. Left out, the profile's name.", examples: ["One T4, 16 GiB"] }),
        pool: poolNameSchema("these servers", "t4"),
        image: imageSchema("the server", IMAGE),
        gpus: z.int().min(0).max(8).default(0).meta({ description: "GPUs of each server, which nobody else can use meanwhile." }),
        cpus: cpusSchema,
        memoryGiB: memorySchema,
        default: z.boolean().default(false).meta({ description: "Chosen unless the user chooses another one." }),
    })
    .meta({ description: "A kind of server that users can start.", examples: [{ pool: "users", image: IMAGE, cpus: 1, memoryGiB: 4 }] });

const culling = z
    .discriminatedUnion("kind", [
        noneSchema("Servers run until their users stop them."),
        z
            .strictObject({
                kind: z.literal("idle"),
                afterMinutes: z
                    .int()
                    .min(5)
                    .max(43_200)
                    .default(JUPYTER_HUB_DEFAULTS.afterMinutes)
                    .meta({ description: "Time without use after which a server is stopped. Its files stay. Unit: minutes." }),
                gpuAfterMinutes: z
                    .int()
                    .min(5)
                    .max(43_200)
                    .default(JUPYTER_HUB_DEFAULTS.gpuAfterMinutes)
                    .meta({ description: "The same for servers with GPUs. Unit: minutes." }),
            })
            .meta({ description: "Servers that nobody uses are stopped, which lets their nodes go." }),
    ])
    .prefault({ kind: "idle" })
    .meta({ description: "What happens to servers that nobody uses.", examples: [{ kind: "idle" }] });

const ssh = z
    .discriminatedUnion("kind", [
        noneSchema("No SSH; the browser has a terminal."),
        z
            .strictObject({
                kind: z.literal("load-balancer"),
                exposure: z.enum(["internal", "public"]).meta({ description: "An address in the network, or a public one." }),
                port: z.int().min(1).max(65_535).default(JUPYTER_HUB_DEFAULTS.sshPort).meta({ description: "Port that is open." }),
                allowedRanges: z
                    .array(z.string())
                    .default([])
                    .meta({
                        description: "IPv4 ranges that may connect. Left out, everyone who reaches the address.",
                        examples: [["198.51.100.0/24"]],
                    }),
            })
            .meta({
                description:
                    "A load balancer of its own in front of jupyterhub-ssh, which asks the hub inside the cluster. Users sign in with a token of the hub. Nobody has maintained it since 2023.",
            }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "Whether users reach their servers with an SSH client.", examples: [{ kind: "none" }] });

export const saiSchema = z
    .strictObject({
        namespace: namespaceSchema("sai"),
        profiles: z.record(z.string().meta({ pattern: PROFILE_NAME_PATTERN.source }), profile).meta({
            description: "Kinds of servers by name.",
            examples: [{ cpu: { pool: "users", image: IMAGE, cpus: 1, memoryGiB: 4 } }],
        }),
        storage: z
            .strictObject({
                protocol: z.enum(["nfs", "smb"]).default(JUPYTER_HUB_DEFAULTS.protocol).meta({
                    description: "`nfs` knows owners and links as Linux does, and needs a private endpoint; `smb` does not.",
                }),
                userGiB: z
                    .int()
                    .min(1)
                    .max(1024)
                    .default(JUPYTER_HUB_DEFAULTS.userGiB)
                    .meta({ description: "Space of each user's home, which every node reaches. Unit: GiB." }),
                sharedGiB: z
                    .int()
                    .min(100)
                    .max(102_400)
                    .default(JUPYTER_HUB_DEFAULTS.sharedGiB)
                    .meta({ description: "Space that all users share. Unit: GiB." }),
            })
            .prefault({})
            .meta({ description: "Files of users, in a storage account that outlives the cluster; about 16 cents a month for each GiB." }),
        culling,
        ssh,
        admins: z
            .array(z.string().min(1))
            .default([])
            .meta({ description: "Names, as the sign-in gives them, of those who administer the hub.", examples: [["ada@contoso.com"]] }),
    })
    .meta({
        description: `What only the platform \`sai\` has. ${NOT_BUILT}`,
        examples: [{ profiles: { cpu: { pool: "users", image: IMAGE, cpus: 1, memoryGiB: 4 } } }],
    });
