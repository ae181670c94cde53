import { spawn } from "node:child_process";
import type { PlaneFolder } from "./folder";

/**
 * Waits until its input closes, which is when the supervisor is gone however it went, and ends the programs that are still there. A process
 * counts as one of them if its command line names the plane's folder.
 */
const guardScript = `
while read -r line; do :; done
for file in "$1"/*; do
    read -r pid < "$file" || continue
    if [ -r "/proc/$pid/cmdline" ]; then line=$(tr '\\0' ' ' < "/proc/$pid/cmdline"); else line=$(ps -o args= -p "$pid"); fi
    case "$line" in *"$2/"*) kill -9 "$pid" ;; esac
done 2>/dev/null
`;

/** Starts a shell that ends the programs when this process is killed: nobody else could tell them in time. */
export function startGuard(folder: PlaneFolder): void {
    const guard = spawn("/bin/sh", ["-c", guardScript, "guard", folder.processes, folder.root], {
        // out of reach of whoever kills the supervisor's process group
        detached: true,
        stdio: ["pipe", "ignore", "ignore"],
        cwd: "/",
    });
    guard.on("error", () => undefined);
    guard.unref();
}
