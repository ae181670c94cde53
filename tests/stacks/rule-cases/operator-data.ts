import type { Finding } from "../../../components/core/findings";
import { fluxRules, type GitSourceSpec, type KustomizationSpec } from "../../../components/flux-sources/rules";
import { brokerUrlRules, managementUrlRules, rabbitMqRules, type RabbitMqSpec } from "../../../components/rabbitmq/rules";
import type { RuleCases } from "./rule-case";

/** What is applied from a repository's release, one Kustomization by default. */
const applied = (kustomizations: Record<string, KustomizationSpec>, source: Partial<GitSourceSpec> = {}, name = "operator"): Finding[] =>
    fluxRules({ [name]: { repository: "https://github.com/contoso/operator", ref: { tag: "v1.0.0" }, kustomizations, ...source } });
const one: KustomizationSpec = { path: "config" };
const after = (...dependsOn: string[]): KustomizationSpec => ({ ...one, dependsOn });
const appliedBeside = (name: string): Finding[] => {
    const source = { repository: "https://github.com/contoso/operator", ref: { tag: "v1.0.0" } };
    return fluxRules({ first: { ...source, kustomizations: { one } }, second: { ...source, kustomizations: { [name]: one } } });
};

// No key leads to these: what is applied is the program's own choice, or that of a program that uses the component.
const FLUX_CASES = {
    "flux/name": {
        direct: { breaks: () => applied({}, {}, "a".repeat(64)), satisfies: () => applied({}, {}, "a".repeat(63)) },
        at: "a".repeat(64),
    },
    "flux/repository": {
        direct: {
            breaks: () => applied({ one }, { repository: "http://github.com/contoso/operator" }),
            satisfies: () => applied({ one }, { repository: "https://git.contoso.com:8443/operator" }),
        },
        at: "operator.repository",
    },
    "flux/not-pinned": {
        direct: {
            breaks: () => applied({ one }, { ref: { commit: "0123456789abcdef0123456789abcdef0123456" } }),
            satisfies: () => applied({ one }, { ref: { commit: "0123456789abcdef0123456789abcdef01234567" } }),
        },
        at: "operator.ref.commit",
    },
    "flux/path": {
        direct: { breaks: () => applied({ one: { path: "../config" } }), satisfies: () => applied({ one: { path: "./config..d" } }) },
        at: "operator.kustomizations.one.path",
    },
    "flux/name-twice": {
        direct: { breaks: () => appliedBeside("one"), satisfies: () => appliedBeside("two") },
        at: "second.kustomizations.one",
    },
    "flux/unknown-dependency": {
        direct: {
            breaks: () => applied({ one, two: after("One") }),
            satisfies: () => applied({ one, two: after("one") }),
        },
        at: "operator.kustomizations.two.dependsOn[0]",
    },
    "flux/circular-dependency": {
        direct: {
            breaks: () => applied({ one: after("two"), two: after("one") }),
            satisfies: () => applied({ one: after("two"), two: one }),
        },
        at: "operator.kustomizations.one.dependsOn",
    },
    "flux/timeout": {
        direct: {
            breaks: () => applied({ one: { ...one, timeoutMinutes: 61 } }),
            satisfies: () => applied({ one: { ...one, timeoutMinutes: 60 } }),
        },
        at: "operator.kustomizations.one.timeoutMinutes",
    },
} satisfies RuleCases;

/** A broker in the cluster. */
const broker = (queue: RabbitMqSpec, name = "rabbitmq"): Finding[] => rabbitMqRules(name, queue);

// The schema refuses what a stack file could say, and the address of a broker that exists is encrypted there.
const RABBITMQ_CASES = {
    "rabbitmq/name": {
        direct: { breaks: () => broker({}, "a".repeat(41)), satisfies: () => broker({}, "a".repeat(40)) },
        at: "brokerName",
    },
    "rabbitmq/replicas": {
        // Programs in JavaScript can say two.
        direct: { breaks: () => broker(JSON.parse('{ "replicas": 2 }') as RabbitMqSpec), satisfies: () => broker({ replicas: 3 }) },
        at: "queue.replicas",
    },
    "rabbitmq/storage": {
        direct: { breaks: () => broker({ storageGiB: 1025 }), satisfies: () => broker({ storageGiB: 1024 }) },
        at: "queue.storageGiB",
    },
    "rabbitmq/queue-pattern": {
        direct: { breaks: () => broker({ queuePattern: "^(rmq" }), satisfies: () => broker({ queuePattern: "^(rmq)" }) },
        at: "queue.queuePattern",
    },
    "rabbitmq/credentials-generation": {
        direct: { breaks: () => broker({ credentialsGeneration: 1.5 }), satisfies: () => broker({ credentialsGeneration: 2 }) },
        at: "queue.credentialsGeneration",
    },
    // S1-13
    "rabbitmq/url": {
        direct: {
            breaks: () => brokerUrlRules("amqps://runner@queue.contoso.com:5671/"),
            satisfies: () => brokerUrlRules("amqps://runner:x@queue.contoso.com/"),
        },
        at: "url",
    },
    "rabbitmq/management-url": {
        direct: {
            breaks: () => managementUrlRules("http://runner:x@queue.contoso.com:15672"),
            satisfies: () => managementUrlRules("https://runner:x@queue.contoso.com"),
        },
        at: "managementUrl",
    },
} satisfies RuleCases;

/** Rules of what operators make, and of how they come into the cluster. */
export const OPERATOR_CASES = { ...FLUX_CASES, ...RABBITMQ_CASES };
