import { Cloud } from "../cloud";
import { ensureExisting } from "./existing";
import { readSettings } from "./settings";
import { ResourceStore } from "./store";

/** Reads a subscription as it stands now; operations whose time is over are settled by that. */
export function openCloud(
    directory: string,
    clock: () => Date = () => new Date(),
    who: { readonly subscriptionId?: string; readonly tenantId?: string } = {},
): Cloud {
    const settings = readSettings(directory);
    const cloud = new Cloud(
        new ResourceStore(directory),
        settings,
        who.subscriptionId ?? settings.subscriptionId,
        who.tenantId ?? settings.tenantId,
        clock(),
    );
    ensureExisting(cloud);
    return cloud;
}
