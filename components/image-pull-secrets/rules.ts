import { type Finding, findingsOf, keyStep, underPath } from "../core/findings";
import { isHostName } from "../core/host-name";
import { IMAGE_REGISTRY_RULES } from "./rule-table";
import { type ImageRegistrySpec, REGISTRY_NAME_PATTERN } from "./spec";
import { registryAddress } from "./values";

export { IMAGE_REGISTRY_RULES } from "./rule-table";
export { type ImageRegistrySpec, REGISTRY_NAME_PATTERN } from "./spec";

const finding = findingsOf(IMAGE_REGISTRY_RULES);

/** Registries outside Azure. Paths begin with the registry's name. */
export function imageRegistryRules(registries: Readonly<Record<string, ImageRegistrySpec>>): Finding[] {
    const addresses = Object.values(registries).map(({ server }) => registryAddress(server));
    return Object.entries(registries).flatMap(([name, { server }], index) =>
        underPath(keyStep(name), [...nameRules(name), ...serverRules(server), ...twiceRules(server, addresses.slice(0, index))]),
    );
}

function nameRules(name: string): Finding[] {
    const message = "a registry's name has 1 to 40 lower-case letters, digits and dashes, the first a letter and the last no dash";
    return REGISTRY_NAME_PATTERN.test(name) ? [] : [finding("image-registries/name", "", name, message, "call it for example github")];
}

function twiceRules(server: string, earlier: readonly string[]): Finding[] {
    const message = "an earlier entry has a password for the same registry, and Kubernetes keeps one";
    const fix = "keep one entry per registry";
    return earlier.includes(registryAddress(server)) ? [finding("image-registries/server-twice", "server", server, message, fix)] : [];
}

function serverRules(server: string): Finding[] {
    const [host = "", port, ...rest] = server.split(":");
    if (!isHostName(host) || rest.length > 0 || (port !== undefined && !/^\d{1,5}$/.test(port))) {
        const message = "not the host of a registry";
        return [finding("image-registries/server", "server", server, message, "write for example ghcr.io, without scheme and path")];
    }
    return host.endsWith(".azurecr.io")
        ? [
              finding(
                  "image-registries/azure",
                  "server",
                  server,
                  "nodes pull from Azure registries with their own identity",
                  "grant the kubelet identity AcrPull on it, and remove this entry",
              ),
          ]
        : [];
}
