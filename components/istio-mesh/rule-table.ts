import type { RuleTable } from "../core/findings";

/** What must hold of the service mesh. */
export const MESH_RULES = {
    "mesh/revision-syntax": {
        severity: "error",
        reason: "The AKS add-on names its revisions after Istio's minor versions: asm-1-30 is Istio 1.30. Azure refuses anything else.",
        fix: "Write for example asm-1-30, or leave it out for the second newest that AKS offers.",
    },
    "mesh/revision-ended": {
        severity: "error",
        reason: "AKS makes no new installation of a revision whose support has ended, and patches it no longer.",
        fix: "Use a newer revision; `az aks mesh get-revisions` lists them.",
    },
    "mesh/revision-ending": {
        severity: "warning",
        reason: "The support of the revision ends within two months of the table's day. A mesh that is behind by more than two revisions takes several upgrades.",
        fix: "Plan the upgrade, or leave the revision out.",
    },
    "mesh/revision-unlisted": {
        severity: "warning",
        reason: "The revision is newer than those of the program's table, so nobody checked which Kubernetes versions it supports.",
        fix: "Ask `az aks mesh get-revisions` for the region.",
    },
    "mesh/version-unknown": {
        severity: "error",
        reason: "Charts and images of Istio before 1.30 are gone with their hosts (December 2026), and what a version supports must be in the program's table.",
        fix: "Use a listed version, for example 1.31.1, or add the version to components/istio-mesh/versions.ts.",
    },
    "mesh/version-ending": {
        severity: "warning",
        reason: "Istio ends this version, and the hosts that it was published on are switched off in December 2026.",
        fix: "Use Istio 1.31.",
    },
    "mesh/kubernetes-range": {
        severity: "error",
        reason: "Each version of Istio supports some versions of Kubernetes. Outside of them istiod may not start, or may break at the next change, and AKS refuses its add-on.",
        fix: "Change `cluster.kubernetesVersion` or the mesh's version so that they fit.",
    },
    "mesh/upgrade-channel": {
        severity: "warning",
        reason: "The channels stable and rapid raise the minor version of Kubernetes by themselves, and AKS knows nothing of a mesh that is not its own: one night the cluster is beyond what the mesh supports. Of its add-on AKS takes care itself.",
        fix: "Set `cluster.upgrades.kubernetes` to patch, and raise the version together with the mesh.",
    },
    "mesh/key-vault": {
        severity: "error",
        reason: "The add-on reads the certificate authority from a key vault by the vault's ARM id and the names of four objects in it (letters, digits and dashes).",
        fix: "Use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.KeyVault/vaults/<name> and names of objects in that vault.",
    },
    "mesh/certificate-pem": {
        severity: "error",
        reason: "Certificates of the authority are read as PEM and stand in clear text in the state. A private key has a place of its own, where it is encrypted.",
        fix: "Give the certificate alone, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and the key as `privateKey`.",
    },
} as const satisfies RuleTable;
