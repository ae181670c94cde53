import { z } from "zod";
import { SHAKUDO_DEFAULTS } from "../../../components/shakudo/rules";
import { noneSchema } from "./none";
import { NOT_BUILT } from "./not-built";
import { secretText } from "./secret-text";
import { poolNameSchema } from "./workload";

const chart = z
    .discriminatedUnion("kind", [
        z
            .strictObject({
                kind: z.literal("path"),
                path: z
                    .string()
                    .min(1)
                    .meta({
                        description: "Folder of the chart, or the packed chart, relative to the project.",
                        examples: ["charts/shakudo-platform"],
                    }),
            })
            .meta({ description: "The chart as the vendor handed it over, beside the stack file." }),
        z
            .strictObject({
                kind: z.literal("oci"),
                reference: z
                    .string()
                    .meta({ description: "Registry and path of the chart.", examples: ["oci://charts.contoso.com/shakudo-platform"] }),
                version: z
                    .string()
                    .regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
                    .meta({ description: "Version of the chart, in quotes.", examples: ["1.4.2"] }),
                username: z
                    .string()
                    .min(1)
                    .meta({ description: "Name to pull the chart with.", examples: ["contoso"] }),
                password: secretText({ description: "Password or token of that name, from the vendor." }),
            })
            .meta({ description: "The chart in a registry." }),
    ])
    .meta({
        description: "The vendor's chart. It is not public: without it there is nothing to install.",
        examples: [{ kind: "path", path: "charts/shakudo-platform" }],
    });

const eventExport = z
    .discriminatedUnion("kind", [
        noneSchema("Events stay in the cluster."),
        z
            .strictObject({
                kind: z.literal("endpoint"),
                url: z.string().meta({
                    description: "HTTPS address of the collector, for example of Splunk.",
                    examples: ["https://collector.contoso.com/services/collector/raw"],
                }),
                format: z.enum(["json", "csv"]).default(SHAKUDO_DEFAULTS.format).meta({ description: "A JSON array, or lines of CSV." }),
                intervalMinutes: z
                    .int()
                    .min(1)
                    .max(1440)
                    .default(SHAKUDO_DEFAULTS.intervalMinutes)
                    .meta({ description: "How often events are sent. Unit: minutes." }),
                token: secretText({ description: "Token that the collector asks for." }),
            })
            .meta({ description: "A job in the cluster sends them: sign-ins and failures with time, address, provider, name and reason." }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "Where sign-ins and user actions are sent to.", examples: [{ kind: "none" }] });

const gitSync = z
    .discriminatedUnion("kind", [
        noneSchema("No repository."),
        z
            .strictObject({
                kind: z.literal("ssh"),
                repository: z
                    .string()
                    .meta({ description: "SSH address of the repository.", examples: ["git@github.com:contoso/pipelines.git"] }),
                branch: z
                    .string()
                    .min(1)
                    .default(SHAKUDO_DEFAULTS.branch)
                    .meta({ description: "Branch to follow.", examples: ["main"] }),
            })
            .meta({ description: "By SSH, with a key pair that the program makes. Add its public half, an output, as a deploy key." }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "The repository whose code the platform runs.", examples: [{ kind: "none" }] });

const component = (what: string): z.ZodDefault<z.ZodBoolean> => z.boolean().default(false).meta({ description: what });

export const shakudoSchema = z
    .strictObject({
        chart,
        namespacePrefix: z
            .string()
            .default(SHAKUDO_DEFAULTS.namespacePrefix)
            .meta({
                description:
                    "In front of every namespace of the platform, with its dash. Changing it replaces them with all that is in them.",
                examples: ["research-"],
            }),
        createNamespaces: z.boolean().default(true).meta({
            description: "Create the namespaces; with false, someone else has done so.",
        }),
        profile: z
            .enum(["autoscale", "llm-minimal", "full"])
            .default(SHAKUDO_DEFAULTS.profile)
            .meta({
                description: "How large the platform's own pool is.",
                enumDescriptions: ["As the pool says", "Four nodes: the core and one language model", "Seven nodes: everything"],
            }),
        pools: z
            .strictObject({
                platform: poolNameSchema("the platform itself", "default"),
                jobs: poolNameSchema("users' jobs, often on spot machines", "spot"),
                notebooks: poolNameSchema("users' notebooks", "users"),
                gpu: poolNameSchema("models", "t4").exactOptional(),
            })
            .prefault({ platform: "default", jobs: "spot", notebooks: "users" })
            .meta({
                description:
                    "Which pool is for what; the nodes get the labels that the vendor's chart looks for (`hyperplane.dev/nodeType`).",
            }),
        stackComponents: z
            .strictObject({
                airbyte: component("Airbyte: copies data from other systems."),
                milvus: component("Milvus: a vector database; about 8 vCPUs and 32 GiB."),
                llm: component("Language models behind an API."),
            })
            .prefault({})
            .meta({ description: "What comes beside the core, each in a namespace of its own." }),
        gitSync,
        eventExport,
        supportAccess: z.enum(["none", "namespaces"]).default("none").meta({
            description:
                "What the vendor's support may reach. `namespaces`: what is in the platform's namespaces, with tokens of one hour.",
        }),
    })
    .meta({
        description: `What only the platform \`shakudo\` has. ${NOT_BUILT}`,
        examples: [{ chart: { kind: "path", path: "charts/shakudo-platform" } }],
    });
