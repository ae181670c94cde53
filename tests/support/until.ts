/**
 * Waits for what processes do by themselves.
 *
 * @param what names it in the error
 */
export async function until(
    condition: () => boolean | Promise<boolean>,
    milliseconds = 120_000,
    what = "what was waited for",
): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!(await condition())) {
        if (Date.now() > end) {
            throw new Error(`${what}: not within ${milliseconds / 1000} s`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
