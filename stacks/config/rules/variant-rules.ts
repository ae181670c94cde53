import { type Finding, findingsOf, underPath } from "../../../components/core/findings";
import { VARIANTS } from "../keys/variants";
import type { ParsedConfig } from "../schema";
import { sectionRules } from "./section-rules";
import { NEEDS, REQUIRED_SECTIONS } from "./variant-needs";
import { VARIANT_RULES } from "./variant-rule-table";

export { VARIANT_RULES } from "./variant-rule-table";

const finding = findingsOf(VARIANT_RULES);

/** Whether the configuration fits its platform: the sections, the services beside it, and what its own section says. */
export function variantRules(config: ParsedConfig): Finding[] {
    if (!VARIANTS.includes(config.platform)) {
        return [];
    }
    return [...sections(config), ...services(config), ...underPath(config.platform, sectionRules(config))];
}

function sections(config: ParsedConfig): Finding[] {
    const { platform } = config;
    const found = VARIANTS.filter((variant) => variant !== platform && config[variant] !== undefined).map((variant) =>
        finding(
            "platform/other-section",
            variant,
            undefined,
            `belongs to the platform ${variant}, and this stack is ${platform}`,
            `remove it, or set platform to ${variant}`,
        ),
    );
    const required = REQUIRED_SECTIONS[platform];
    if (required !== undefined && config[platform] === undefined) {
        const message = `the platform ${platform} needs its section`;
        found.push(finding("platform/section-missing", platform, undefined, message, `add it with ${required}`));
    }
    return found;
}

function services(config: ParsedConfig): Finding[] {
    const { mesh, ingress, sso, objectStore } = NEEDS[config.platform];
    const found: Finding[] = [];
    if (mesh !== undefined && !mesh.kinds.includes(config.mesh.kind)) {
        const rule = config.mesh.kind === "addon" ? "platform/mesh-extension-providers" : "platform/mesh";
        found.push(unfit(rule, "mesh", config, mesh));
    }
    if (!ingress.kinds.includes(config.ingress.kind)) {
        found.push(unfit("platform/ingress", "ingress", config, ingress));
    }
    if (!sso.kinds.includes(config.sso.kind)) {
        found.push(unfit("platform/sign-in", "sso", config, sso));
    }
    if (objectStore !== undefined && !objectStore.kinds.includes(config.objectStore.kind)) {
        found.push(unfit("platform/object-store", "objectStore", config, objectStore));
    }
    return found;
}

function unfit(
    rule: keyof typeof VARIANT_RULES,
    key: "mesh" | "ingress" | "sso" | "objectStore",
    config: ParsedConfig,
    { kinds, why }: { readonly kinds: readonly string[]; readonly why: string },
): Finding {
    const { platform } = config;
    const allowed = kinds.join(", ");
    const message = `the platform ${platform} works with ${key} of kind ${allowed}: ${why}`;
    return finding(rule, `${key}.kind`, config[key].kind, message, kinds.length === 1 ? `set it to ${allowed}` : "set it to one of these");
}
