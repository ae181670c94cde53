import { type Finding, findingsOf } from "../core/findings";
import { RABBITMQ_RULES } from "./rule-table";
import { BROKER_NAME_PATTERN, RABBITMQ_DEFAULTS, type RabbitMqSpec } from "./spec";
import { brokerAddress } from "./values";

export { RABBITMQ_VERSIONS } from "./operator";
export { RABBITMQ_RULES } from "./rule-table";
export { BROKER_NAME_PATTERN, RABBITMQ_DEFAULTS, type RabbitMqSpec } from "./spec";

const finding = findingsOf(RABBITMQ_RULES);

/** A broker that is made. */
export function rabbitMqRules(name: string, queue: RabbitMqSpec): Finding[] {
    const { replicas, storageGiB, queuePattern, credentialsGeneration } = { ...RABBITMQ_DEFAULTS, ...queue };
    const found: Finding[] = [];
    if (!BROKER_NAME_PATTERN.test(name)) {
        const message = "a broker's name has 1 to 40 lower-case letters, digits and dashes, the first a letter and the last no dash";
        found.push(finding("rabbitmq/name", "brokerName", name, message, "call it for example rabbitmq"));
    }
    // Programs in JavaScript, and stack files that skip the door, can say anything.
    if (![1, 3].includes(replicas)) {
        found.push(finding("rabbitmq/replicas", "queue.replicas", replicas, "servers decide by majority", "use 1 or 3"));
    }
    if (!Number.isInteger(storageGiB) || storageGiB < 1 || storageGiB > 1024) {
        found.push(finding("rabbitmq/storage", "queue.storageGiB", storageGiB, "not 1 to 1024 whole GiB", "set it to 10"));
    }
    if (!isPattern(queuePattern)) {
        const message = "not a regular expression";
        found.push(finding("rabbitmq/queue-pattern", "queue.queuePattern", queuePattern, message, "write for example ^rmq_.*$"));
    }
    if (!Number.isSafeInteger(credentialsGeneration)) {
        const message = "not a whole number";
        found.push(
            finding("rabbitmq/credentials-generation", "queue.credentialsGeneration", credentialsGeneration, message, "count it up"),
        );
    }
    return found;
}

/** A broker that exists. The address is never shown: it holds the password. */
export function brokerUrlRules(url: string): Finding[] {
    if (brokerAddress(url) !== undefined) {
        return [];
    }
    const message = "not the address of a broker, with name and password";
    return [finding("rabbitmq/url", "url", undefined, message, "write amqps://<name>:<password>@<host>:5671/")];
}

/** Where a broker that exists is asked for its queues; never shown either. */
export function managementUrlRules(url: string): Finding[] {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed?.protocol === "https:" && parsed.username !== "" && parsed.password !== "") {
        return [];
    }
    const message = "not the address of a management API by HTTPS, with name and password";
    return [finding("rabbitmq/management-url", "managementUrl", undefined, message, "write https://<name>:<password>@<host>:15671")];
}

function isPattern(text: string): boolean {
    try {
        return new RegExp(text).source !== "";
    } catch {
        return false;
    }
}
