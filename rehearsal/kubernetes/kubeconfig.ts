import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { isObject, type Properties, type Value } from "../provider/values";
import { objectAt, textAt } from "./fields";

/** What a kubeconfig says of the cluster that it leads to. */
export interface ActiveCluster {
    /** URL of the API server. */
    readonly server: string;
    readonly certificateAuthority: string;
    /** The namespace of the context; empty when it names none. */
    readonly namespace: string;
}

/**
 * Finds the cluster of a kubeconfig's current context.
 *
 * @param pathOrContents a kubeconfig, or the path of one; empty for `$KUBECONFIG`, then `~/.kube/config`
 * @param context used instead of `current-context`
 * @throws Error that says what is wrong with it, without a word of its contents
 */
export function activeCluster(pathOrContents: string, context: string | undefined, environment: NodeJS.ProcessEnv): ActiveCluster {
    const config = read(pathOrContents, environment);
    const contextName = context ?? textAt(config, "current-context");
    const chosen = objectAt(named(config["contexts"], contextName), "context");
    const clusterName = textAt(chosen, "cluster");
    const cluster = objectAt(named(config["clusters"], clusterName), "cluster");
    const server = textAt(cluster, "server");
    if (server === "") {
        throw new Error(
            contextName === ""
                ? "the kubeconfig has no current-context"
                : `the kubeconfig has no server for context ${JSON.stringify(contextName)}, cluster ${JSON.stringify(clusterName)}`,
        );
    }
    const certificateAuthority = textAt(cluster, "certificate-authority-data") || textAt(cluster, "certificate-authority");
    return { server, certificateAuthority, namespace: textAt(chosen, "namespace") };
}

function read(pathOrContents: string, environment: NodeJS.ProcessEnv): Properties {
    const text = pathOrContents === "" ? readAmbient(environment) : readGiven(pathOrContents);
    let config: unknown;
    try {
        config = parse(text);
    } catch {
        throw new Error("the kubeconfig is neither YAML nor the path of a file");
    }
    if (!isObject(config)) {
        throw new Error("the kubeconfig is neither YAML nor the path of a file");
    }
    return config;
}

function readGiven(pathOrContents: string): string {
    const file = pathOrContents.replace(/^~(?=$|\/)/, homedir());
    return file.length < 4096 && existsSync(file) ? readFileSync(file, "utf8") : pathOrContents;
}

function readAmbient(environment: NodeJS.ProcessEnv): string {
    const candidates = environment["KUBECONFIG"]?.split(path.delimiter) ?? [path.join(homedir(), ".kube", "config")];
    const file = candidates.find((candidate) => candidate !== "" && existsSync(candidate));
    if (file === undefined) {
        throw new Error("no kubeconfig: give the provider one, or name a file in KUBECONFIG");
    }
    return readFileSync(file, "utf8");
}

function named(list: Value | undefined, name: string): Properties {
    return (Array.isArray(list) ? list.filter(isObject) : []).find((element) => element["name"] === name) ?? {};
}
