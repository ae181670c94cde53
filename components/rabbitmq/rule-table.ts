import type { RuleTable } from "../core/findings";

/** What must hold of a message broker. */
export const RABBITMQ_RULES = {
    "rabbitmq/name": {
        severity: "error",
        reason: "The name becomes the name of a Service, and part of the names that the operator makes from it.",
        fix: "Use 1 to 40 lower-case letters, digits and dashes, the first a letter and the last no dash.",
    },
    "rabbitmq/replicas": {
        severity: "error",
        reason: "Servers decide by majority: of two, either one that is lost stops both.",
        fix: "Use 1 or 3.",
    },
    "rabbitmq/storage": {
        severity: "error",
        reason: "A disk has a whole number of GiB.",
        fix: "Use 1 to 1024.",
    },
    "rabbitmq/queue-pattern": {
        severity: "error",
        reason: "The broker refuses a policy whose pattern is no regular expression, and does not start with it.",
        fix: "Write for example `^rmq_.*$`.",
    },
    "rabbitmq/credentials-generation": {
        severity: "error",
        reason: "Credentials are new when the number is another one than before.",
        fix: "Use a whole number, and count it up.",
    },
    "rabbitmq/url": {
        severity: "error",
        reason: "Clients take scheme, host, name and password from the address.",
        fix: "Write amqps://<name>:<password>@<host>:5671/<vhost>, with other characters than letters and digits in percent encoding.",
    },
    "rabbitmq/management-url": {
        severity: "error",
        reason: "Runners ask the broker's management API which queues there are, with a password on the way.",
        fix: "Write https://<name>:<password>@<host>:15671, or leave it out where the broker has it on that port, with the same name and password.",
    },
} as const satisfies RuleTable;
