import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import { at, textAt } from "../request";
import { nameIn } from "../resource-id";
import { normalLocation } from "../schema/diff";

/** Combinations of private cluster, name resolution and callers' ranges that AKS refuses. */
export function checkPrivateAccess(body: Properties): void {
    const access = body["apiServerAccessProfile"];
    const isPrivate = at(access, "enablePrivateCluster") === true;
    const ranges = at(access, "authorizedIPRanges");
    if (isPrivate && Array.isArray(ranges) && ranges.length > 0) {
        throw new ArmError(
            400,
            "InvalidParameter",
            "authorizedIPRanges cannot be used with a private cluster.",
            "apiServerAccessProfile.authorizedIPRanges",
        );
    }
    if (isPrivate && textAt(access, "privateDNSZone") === "none" && at(access, "enablePrivateClusterPublicFQDN") === false) {
        throw new ArmError(
            400,
            "InvalidParameter",
            "privateDNSZone 'none' needs enablePrivateClusterPublicFQDN: otherwise no name leads to the API server.",
            "apiServerAccessProfile.privateDNSZone",
        );
    }
    const zone = textAt(access, "privateDNSZone") ?? "";
    const location = normalLocation(textAt(body, "location") ?? "");
    if (zone.startsWith("/") && !new RegExp(`^([\\w-]+\\.)?privatelink\\.${location}\\.azmk8s\\.io$`, "i").test(nameIn(zone))) {
        throw new ArmError(
            400,
            "InvalidParameter",
            `Private DNS zone '${nameIn(zone)}' is not valid: it must be named privatelink.${location}.azmk8s.io or <name>.privatelink.${location}.azmk8s.io.`,
            "apiServerAccessProfile.privateDNSZone",
        );
    }
    if (zone.startsWith("/") && textAt(body, "identity", "type") !== "UserAssigned") {
        throw new ArmError(400, "InvalidParameter", "A custom private DNS zone needs a user-assigned identity of the cluster.", "identity");
    }
}
