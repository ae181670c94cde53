import { endControlPlanes } from "../clusters";
import { rehearsalPaths } from "../home";
import { counted, say } from "../screen";

/** Ends the control planes that `--keep-cluster` kept. What they hold stays, and the next command that needs one starts it again. */
export async function stop(): Promise<number> {
    const ended = await endControlPlanes(rehearsalPaths());
    say(ended === 0 ? "No cluster runs." : `Ended ${counted(ended, "cluster")}. What stands in them stays.`);
    return 0;
}
