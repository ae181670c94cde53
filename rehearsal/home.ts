import * as os from "node:os";
import * as path from "node:path";

/** The checkout: the folder that holds Pulumi.yaml and package.json. */
export const checkout = path.resolve(__dirname, "..");

/**
 * Where the rehearsal keeps everything that it makes: Pulumi's state, the generated project, the simulated subscription and clusters.
 *
 * @default - `.rehearsal` in the checkout, which git ignores; `ML_PLATFORM_REHEARSAL_HOME` moves it (the tests do)
 */
export function rehearsalHome(): string {
    return path.resolve(fromEnvironment("ML_PLATFORM_REHEARSAL_HOME") ?? path.join(checkout, ".rehearsal"));
}

/**
 * Where tools built from source are kept, once per user and version, outside the checkout.
 *
 * @default - `ml-platform` in the user's cache folder; `ML_PLATFORM_CACHE` moves it
 */
export function cacheHome(): string {
    const own = fromEnvironment("ML_PLATFORM_CACHE");
    return own === undefined
        ? path.join(fromEnvironment("XDG_CACHE_HOME") ?? path.join(os.homedir(), ".cache"), "ml-platform")
        : path.resolve(own);
}

/** An empty variable is one that is not set. */
function fromEnvironment(name: string): string | undefined {
    const value = process.env[name];
    return value === "" ? undefined : value;
}

export interface RehearsalPaths {
    readonly home: string;
    /** Pulumi's own folder: credentials, plugins, workspaces. */
    readonly pulumiHome: string;
    /** The file backend. */
    readonly state: string;
    /** The generated project that Pulumi runs in. */
    readonly project: string;
    /** The simulated subscription. */
    readonly subscription: string;
    /** The simulated clusters, one folder each. */
    readonly clusters: string;
}

export function rehearsalPaths(home = rehearsalHome()): RehearsalPaths {
    return {
        home,
        pulumiHome: path.join(home, "pulumi"),
        state: path.join(home, "state"),
        project: path.join(home, "project"),
        subscription: path.join(home, "subscription"),
        clusters: path.join(home, "clusters"),
    };
}

/** How a path is shown to a person: relative to where they stand when it lies below, with `~` for their home otherwise. */
export function shown(file: string): string {
    const relative = path.relative(process.cwd(), file);
    if (relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative)) {
        return relative;
    }
    const home = os.homedir();
    return file.startsWith(home + path.sep) ? path.join("~", path.relative(home, file)) : file;
}
