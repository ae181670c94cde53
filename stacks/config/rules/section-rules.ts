import type { Finding } from "../../../components/core/findings";
import { jupyterHubRules } from "../../../components/jupyter-hub/rules";
import { katonicRules } from "../../../components/katonic/rules";
import { kubeflowRules } from "../../../components/kubeflow/rules";
import { namespaceRules } from "../../../components/platform-namespace/rules";
import { profileRules, shakudoRules } from "../../../components/shakudo/rules";
import { diskDemand, runnerRules } from "../../../components/studio-go-runner/rules";
import { formatPath } from "../form/paths";
import { katonicSchema } from "../keys/katonic";
import { kubeflowSchema } from "../keys/kubeflow";
import { studiomlSchema } from "../keys/studioml";
import type { ParsedConfig } from "../schema";
import { hasSubnet } from "./service-rules";
import { imageRules, podRules, poolFacts, poolRules } from "./variant-pods";

/** Rules of the section of the stack's own platform; paths begin in the section. A section that is left out has its defaults. */
export function sectionRules(config: ParsedConfig): Finding[] {
    switch (config.platform) {
        case "studioml":
            return studiomlRules(config, config.studioml ?? studiomlSchema.parse({}));
        case "shakudo":
            return config.shakudo === undefined ? [] : shakudoSectionRules(config, config.shakudo);
        case "katonic":
            return katonicSectionRules(config, config.katonic ?? katonicSchema.parse({}));
        case "kubeflow":
            return kubeflowSectionRules(config, config.kubeflow ?? kubeflowSchema.parse({}));
        case "sai":
            return config.sai === undefined ? [] : saiRules(config, config.sai);
    }
}

type Section<Name extends "studioml" | "shakudo" | "katonic" | "kubeflow" | "sai"> = NonNullable<ParsedConfig[Name]>;

function studiomlRules(config: ParsedConfig, section: Section<"studioml">): Finding[] {
    const { runner } = section;
    const drains = Object.keys({ ...config.gpuPools, ...config.pools }).flatMap((name) => {
        const pool = poolFacts(config, name);
        return pool === undefined ? [] : [[name, pool.drainMinutes] as const];
    });
    const context = { buckets: ownBuckets(config), drainMinutes: Object.fromEntries(drains) };
    const found = [...namespaceRules(section), ...runnerRules(section, context)];
    if (runner.kind === "none") {
        return found;
    }
    const workers = Object.entries(runner.workers).flatMap(([name, worker]) => {
        const path = formatPath(["runner", "workers", name]);
        const diskGiB = diskDemand(worker, runner.cacheGiB);
        return [...poolRules(config, `${path}.pool`, worker.pool), ...podRules(config, path, { ...worker, diskGiB })];
    });
    return [...found, ...imageRules("runner.image", runner.image), ...workers];
}

function shakudoSectionRules(config: ParsedConfig, section: Section<"shakudo">): Finding[] {
    const { pools, profile } = section;
    const platformPool = Object.hasOwn(config.pools, pools.platform) ? config.pools[pools.platform] : undefined;
    return [
        ...shakudoRules(section),
        ...poolRules(config, "pools.platform", pools.platform),
        ...poolRules(config, "pools.jobs", pools.jobs),
        ...poolRules(config, "pools.notebooks", pools.notebooks),
        ...poolRules(config, "pools.gpu", pools.gpu, "gpu"),
        ...(platformPool === undefined ? [] : profileRules(profile, { name: pools.platform, ...platformPool })),
    ];
}

/** Names of the buckets of the platform's own S3 endpoint. */
function ownBuckets({ objectStore }: ParsedConfig): string[] {
    return objectStore.kind === "blob" && objectStore.gateway.kind !== "none" ? Object.keys(objectStore.buckets) : [];
}

/** Names of the buckets, where they are the program's own. */
function bucketsOf({ objectStore }: ParsedConfig): { buckets?: string[] } {
    return objectStore.kind === "blob" ? { buckets: Object.keys(objectStore.buckets) } : {};
}

function katonicSectionRules(config: ParsedConfig, section: Section<"katonic">): Finding[] {
    const { pools } = section;
    return [
        ...katonicRules(section, {
            poolOf: (name) => poolFacts(config, name),
            hasPrivateEndpointSubnet: hasSubnet(config, "privateEndpoints"),
            ...bucketsOf(config),
        }),
        ...poolRules(config, "pools.platform", pools.platform),
        ...poolRules(config, "pools.compute", pools.compute),
        ...poolRules(config, "pools.gpu", pools.gpu, "gpu"),
    ];
}

function kubeflowSectionRules(config: ParsedConfig, section: Section<"kubeflow">): Finding[] {
    const { cluster, objectStore } = config;
    const { kubernetesVersion } = cluster;
    const hasS3 = objectStore.kind !== "none" && objectStore.gateway.kind !== "none";
    return [
        ...kubeflowRules(section, { kubernetesVersion, hasS3, ...bucketsOf(config) }),
        ...section.notebookPools.flatMap((name, index) => poolRules(config, `notebookPools[${index}]`, name, "gpu")),
    ];
}

function saiRules(config: ParsedConfig, section: Section<"sai">): Finding[] {
    const profiles = Object.entries(section.profiles).flatMap(([name, profile]) => {
        const path = formatPath(["profiles", name]);
        return [
            ...poolRules(config, `${path}.pool`, profile.pool),
            ...podRules(config, path, profile),
            ...imageRules(`${path}.image`, profile.image),
        ];
    });
    return [
        ...namespaceRules(section),
        ...jupyterHubRules(section, {
            isGpuPool: (name) => poolFacts(config, name)?.hasGpus === true,
            hasPrivateEndpointSubnet: hasSubnet(config, "privateEndpoints"),
        }),
        ...profiles,
    ];
}
