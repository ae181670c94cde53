import type { RuleTable } from "../../../components/core/findings";

/** What services of the platform need of each other. */
export const SERVICE_RULES = {
    "ingress/gateway-without-mesh": {
        severity: "error",
        reason: "The gateway is a part of the mesh.",
        fix: "Set `mesh`, for example to addon.",
    },
    "ingress/application-gateway-subnet": {
        severity: "error",
        reason: "Azure puts an Application Gateway into a subnet in which nothing else is.",
        fix: "Set `network.subnets.applicationGateway` to a /24 of a network that the program makes.",
    },
    "sso/needs-ingress": {
        severity: "error",
        reason: "A sign-in ends at an address that the identity provider sends people back to, so without a way in nobody can sign in.",
        fix: "Set `ingress`, or `sso` to none.",
    },
    "object-store/private-endpoint-subnet": {
        severity: "error",
        reason: "A private endpoint is an address in a subnet of the network.",
        fix: "Set `network.subnets.privateEndpoints`, or `objectStore.privateEndpoint` to false.",
    },
    "security/public-ssh": {
        severity: "error",
        reason: "In a hardened environment nothing is reachable from the internet, least of all a server that nobody maintains.",
        fix: "Set `sai.ssh.exposure` to internal, or `sai.ssh` to none.",
    },
} as const satisfies RuleTable;
