/** Waits for what processes do by themselves. */
export async function until(condition: () => boolean | Promise<boolean>, milliseconds = 120_000): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!(await condition())) {
        if (Date.now() > end) {
            throw new Error("what was waited for did not come");
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
