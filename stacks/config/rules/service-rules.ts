import { tlsRules } from "../../../components/certificates/rules";
import { type Finding, findingsOf, underPath } from "../../../components/core/findings";
import { dnsRules } from "../../../components/dns-records/rules";
import { imageRegistryRules } from "../../../components/image-pull-secrets/rules";
import { ingressRules } from "../../../components/ingress/rules";
import { meshRules } from "../../../components/istio-mesh/rules";
import { ssoRules } from "../../../components/keycloak-sso/rules";
import { s3GatewayRules, s3RotationRules } from "../../../components/minio-gateway/rules";
import { monitoringRules } from "../../../components/monitoring/rules";
import { objectStoreRules } from "../../../components/object-store/rules";
import type { ParsedConfig } from "../schema";
import { SERVICE_RULES } from "./service-rule-table";

export { SERVICE_RULES } from "./service-rule-table";

const finding = findingsOf(SERVICE_RULES);

/** Rules of the services that platforms share: mesh, way in, sign-in, object store, monitoring, registries outside Azure. */
export function serviceRules(config: ParsedConfig): Finding[] {
    const { cluster, gpuPools, imageRegistries, ingress, mesh, monitoring, sso } = config;
    const { kubernetesVersion, upgrades } = cluster;
    const context = { hasGpus: Object.keys(gpuPools).length > 0, hasIngress: ingress.kind !== "none", hasSignIn: sso.kind !== "none" };
    return [
        ...underPath("mesh", meshRules(mesh, { kubernetesVersion, upgradeChannel: upgrades.kubernetes })),
        ...wayIn(config),
        ...underPath("sso", ssoRules(sso)),
        ...signIn(config),
        ...objects(config),
        ...underPath("monitoring", monitoringRules(monitoring, context)),
        ...underPath("imageRegistries", imageRegistryRules(imageRegistries)),
        ...publicSsh(config),
    ];
}

/** Whether the network has a subnet for what needs one of its own. */
export function hasSubnet({ network }: ParsedConfig, name: "privateEndpoints" | "applicationGateway"): boolean {
    return network.kind === "create" && network.subnets?.[name] !== undefined;
}

function wayIn(config: ParsedConfig): Finding[] {
    const { ingress, mesh } = config;
    if (ingress.kind === "none") {
        return [];
    }
    const { host, exposure, tls, dns } = ingress;
    const found = [
        ...underPath("ingress", ingressRules(ingress)),
        ...underPath("ingress.tls", tlsRules(tls, { host, exposure, ...(dns.kind === "zone" ? { recordZoneId: dns.zoneId } : {}) })),
        ...underPath("ingress.dns", dnsRules(dns, { host, exposure })),
    ];
    if (ingress.kind === "gateway" && mesh.kind === "none") {
        const message = "the gateway is a part of the mesh, and there is none";
        found.push(
            finding("ingress/gateway-without-mesh", "ingress.kind", ingress.kind, message, "set mesh, for example to { kind: addon }"),
        );
    }
    if (ingress.kind === "application-gateway" && !hasSubnet(config, "applicationGateway")) {
        const message = "an Application Gateway has a subnet of its own, and the network has none for it";
        const fix = "set network.subnets.applicationGateway to a /24 inside network.addressSpace";
        found.push(finding("ingress/application-gateway-subnet", "ingress.kind", ingress.kind, message, fix));
    }
    return found;
}

function signIn({ ingress, sso }: ParsedConfig): Finding[] {
    const message = "there is no way in that a provider could send people back to";
    return sso.kind === "none" || ingress.kind !== "none"
        ? []
        : [finding("sso/needs-ingress", "sso.kind", sso.kind, message, "set ingress, or this to none")];
}

function objects(config: ParsedConfig): Finding[] {
    const { mesh, objectStore } = config;
    if (objectStore.kind === "none") {
        return [];
    }
    // How strict an existing mesh is, nobody knows before it is asked.
    const meshEncrypts = mesh.kind === "existing" || (mesh.kind !== "none" && mesh.mtls === "strict");
    const found = [
        ...underPath("objectStore", objectStoreRules(objectStore)),
        ...underPath("objectStore.gateway", s3GatewayRules(objectStore.gateway, { meshEncrypts })),
        ...rotation(objectStore),
    ];
    if (objectStore.kind === "blob" && objectStore.privateEndpoint && !hasSubnet(config, "privateEndpoints")) {
        const message = "a private endpoint is an address in a subnet, and the network has none for it";
        const fix = "set network.subnets.privateEndpoints, or this to false";
        found.push(finding("object-store/private-endpoint-subnet", "objectStore.privateEndpoint", true, message, fix));
    }
    return found;
}

function rotation({ buckets, gateway }: Exclude<ParsedConfig["objectStore"], { kind: "none" }>): Finding[] {
    return gateway.kind === "none"
        ? []
        : underPath("objectStore.gateway.rotation", s3RotationRules(gateway.rotation, Object.keys(buckets)));
}

function publicSsh({ platform, sai, security }: ParsedConfig): Finding[] {
    const message = "nothing of a hardened platform is reachable from the internet";
    return platform === "sai" && security === "hardened" && sai?.ssh.kind === "load-balancer" && sai.ssh.exposure === "public"
        ? [finding("security/public-ssh", "sai.ssh.exposure", sai.ssh.exposure, message, 'set it to "internal"')]
        : [];
}
