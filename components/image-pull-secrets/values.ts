/** A registry's credentials, in clear: only inside the Output that makes the Secret. */
export interface RegistryCredentials {
    readonly server: string;
    readonly username: string;
    readonly password: string;
}

/** Names of Docker Hub. Its images are asked for under another host, and kubelet looks its password up under this address (`kubectl create secret docker-registry`). */
const DOCKER_HUB = ["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];
const DOCKER_HUB_ADDRESS = "https://index.docker.io/v1/";

/** The address that a registry's password is looked up under. */
export function registryAddress(server: string): string {
    return DOCKER_HUB.includes(server) ? DOCKER_HUB_ADDRESS : server;
}

/** The content of a Secret of type `kubernetes.io/dockerconfigjson`; in the order of the servers, so that the order in a file changes nothing. */
export function dockerConfigJson(registries: readonly RegistryCredentials[]): string {
    const auths = registries
        .map(({ server, username, password }) => {
            const auth = Buffer.from(`${username}:${password}`, "utf8").toString("base64");
            return [registryAddress(server), { username, password, auth }] as const;
        })
        .sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify({ auths: Object.fromEntries(auths) });
}
