import { armIdForm, isVaultObjectName, parseArmId } from "../core/arm-id";
import { type Finding, findingsOf } from "../core/findings";
import { pemContents } from "../core/pem";
import { MESH_RULES } from "./rule-table";
import type { AddonCertificateAuthority, MeshSpec, SuppliedCertificateAuthority } from "./spec";
import { ADDON_REVISIONS, ISTIO_RELEASES_AS_OF, ISTIO_VERSIONS, type IstioRelease, minorOf } from "./versions";

export { MESH_RULES } from "./rule-table";
export { MESH_DEFAULTS, type MeshSpec } from "./spec";
export { ADDON_REVISIONS, DEFAULT_ISTIO_VERSION } from "./versions";

const finding = findingsOf(MESH_RULES);

/** What the mesh's rules must know of the cluster. */
export interface MeshContext {
    /** Minor or full version. */
    readonly kubernetesVersion: string;
    /** How AKS raises it by itself. */
    readonly upgradeChannel: string;
}

/** The mesh by itself, and against the cluster's version. */
export function meshRules(mesh: MeshSpec, { kubernetesVersion, upgradeChannel }: MeshContext): Finding[] {
    switch (mesh.kind) {
        case "none":
            return [];
        case "addon":
            return [...addonRules(mesh.revision, kubernetesVersion), ...vaultRules(mesh.certificateAuthority)];
        case "self-managed":
            return [
                ...(mesh.version === undefined ? [] : versionRules(mesh.version, kubernetesVersion)),
                ...channelRules(mesh.kind, upgradeChannel),
                ...suppliedRules(mesh.certificateAuthority),
            ];
        case "existing":
            return [...versionRules(mesh.version, kubernetesVersion), ...channelRules(mesh.kind, upgradeChannel)];
    }
}

function addonRules(revision: string | undefined, kubernetesVersion: string): Finding[] {
    if (revision === undefined) {
        const offered = ADDON_REVISIONS.filter(({ status }) => status !== "ended");
        return offered.some((one) => fits(one, kubernetesVersion)) ? [] : [outOfRange("", undefined, offered, kubernetesVersion)];
    }
    const path = "revision";
    if (!/^asm-1-\d{2}$/.test(revision)) {
        return [finding("mesh/revision-syntax", path, revision, "not a revision of the Istio add-on", "write for example asm-1-30")];
    }
    const known = ADDON_REVISIONS.map(({ name }) => name);
    const release = ADDON_REVISIONS.find(({ name }) => name === revision);
    if (release === undefined) {
        return minorOf(revision) > Math.max(...known.map(minorOf))
            ? [
                  finding(
                      "mesh/revision-unlisted",
                      path,
                      revision,
                      `newer than the revisions known on ${ISTIO_RELEASES_AS_OF} (${known.join(", ")})`,
                      "make sure with `az aks mesh get-revisions` that it supports the cluster's Kubernetes version",
                  ),
              ]
            : [ended(path, revision, "ended long ago")];
    }
    if (release.status === "ended") {
        return [ended(path, revision, `ended in ${release.end ?? "the past"}`)];
    }
    const found = fits(release, kubernetesVersion) ? [] : [outOfRange(path, revision, [release], kubernetesVersion)];
    if (release.status === "ending") {
        const message = `AKS is expected to end this revision in ${release.end ?? "the coming months"}`;
        found.push(finding("mesh/revision-ending", path, revision, message, "plan the upgrade to the next one, or leave it out"));
    }
    return found;
}

function ended(path: string, revision: string, when: string): Finding {
    const offered = ADDON_REVISIONS.filter(({ status }) => status !== "ended").map(({ name }) => name);
    return finding("mesh/revision-ended", path, revision, `this revision ${when}`, `use ${offered.join(" or ")}, or leave it out`);
}

function versionRules(version: string, kubernetesVersion: string): Finding[] {
    const path = "version";
    const release = /^1\.\d+(\.\d+)?$/.test(version) ? ISTIO_VERSIONS.find(({ name }) => minorOf(name) === minorOf(version)) : undefined;
    if (release === undefined) {
        const listed = ISTIO_VERSIONS.map(({ name }) => name).join(", ");
        return [finding("mesh/version-unknown", path, version, `not a version that is supported here; those are ${listed}`, "use 1.31.1")];
    }
    const found = fits(release, kubernetesVersion) ? [] : [outOfRange(path, version, [release], kubernetesVersion)];
    if (release.status === "ending") {
        const message = `Istio ${release.name} ends in ${release.end ?? "the coming months"}`;
        found.push(finding("mesh/version-ending", path, version, message, "use 1.31.1"));
    }
    return found;
}

function channelRules(kind: MeshSpec["kind"], upgradeChannel: string): Finding[] {
    const message = `the channel "${upgradeChannel}" raises the cluster's minor version by itself, whether or not this mesh supports the next one`;
    const fix = 'set cluster.upgrades.kubernetes to "patch", and raise the version together with the mesh';
    return upgradeChannel === "stable" || upgradeChannel === "rapid" ? [finding("mesh/upgrade-channel", "kind", kind, message, fix)] : [];
}

/** A text that is no version at all is the cluster's own fault. */
function fits(release: IstioRelease, kubernetesVersion: string): boolean {
    const minor = minorOf(kubernetesVersion);
    return Number.isNaN(minor) || (minor >= minorOf(release.oldestKubernetes) && minor <= minorOf(release.newestKubernetes));
}

function outOfRange(path: string, value: string | undefined, releases: readonly IstioRelease[], kubernetesVersion: string): Finding {
    const ranges = releases.map((one) => `${one.name} supports Kubernetes ${one.oldestKubernetes} to ${one.newestKubernetes}`);
    const newest = releases.map(({ newestKubernetes }) => newestKubernetes).sort((a, b) => minorOf(a) - minorOf(b));
    const message = `the cluster runs Kubernetes ${kubernetesVersion}, and ${ranges.join(", ")}`;
    return finding(
        "mesh/kubernetes-range",
        path,
        value,
        message,
        `set cluster.kubernetesVersion to "${newest.at(-1) ?? ""}", or change the mesh`,
    );
}

function vaultRules(authority: AddonCertificateAuthority | undefined): Finding[] {
    if (authority?.kind !== "key-vault") {
        return [];
    }
    const type = "Microsoft.KeyVault/vaults";
    const names = ["rootCertificateName", "certificateChainName", "certificateName", "keyName"] as const;
    return [
        ...(parseArmId(authority.keyVaultId, type) === undefined
            ? [
                  finding(
                      "mesh/key-vault",
                      "certificateAuthority.keyVaultId",
                      authority.keyVaultId,
                      "not the ARM id of a key vault",
                      `use ${armIdForm(type)}`,
                  ),
              ]
            : []),
        ...names
            .filter((name) => !isVaultObjectName(authority[name]))
            .map((name) =>
                finding(
                    "mesh/key-vault",
                    `certificateAuthority.${name}`,
                    authority[name],
                    "not the name of an object in a key vault: 1 to 127 letters, digits and dashes",
                    "use the object's name, not its address",
                ),
            ),
    ];
}

function suppliedRules(authority: SuppliedCertificateAuthority | undefined): Finding[] {
    if (authority?.kind !== "supplied") {
        return [];
    }
    return (["rootCertificate", "certificateChain", "certificate"] as const)
        .filter((name) => pemContents(authority[name]) !== "certificate")
        .map((name) =>
            // The text is not shown: it may hold the key.
            finding(
                "mesh/certificate-pem",
                `certificateAuthority.${name}`,
                undefined,
                pemContents(authority[name]) === "private-key"
                    ? "holds a private key, which would stand in clear text in the stack file and the state"
                    : "not a certificate in PEM form",
                "give the certificate alone, and the key as privateKey",
            ),
        );
}
