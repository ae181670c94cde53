/** Time, as waits count it. */
export interface Clock {
    /** Milliseconds, from any moment. */
    now(): number;
    sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
    now: () => performance.now(),
    sleep: async (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * A clock on which time passes faster: what waits for ten minutes gives up after six seconds at a speed of 100.
 *
 * @param speed at least 1
 */
export function fasterClock(speed: number): Clock {
    if (!(speed >= 1)) {
        throw new Error(`the speed of a clock is ${String(speed)}; it is at least 1`);
    }
    return {
        now: () => systemClock.now() * speed,
        sleep: async (milliseconds) => systemClock.sleep(milliseconds / speed),
    };
}

const SPEED = "ML_PLATFORM_CLOCK_SPEED";

/**
 * The clock that the environment asks for: with `ML_PLATFORM_CLOCK_SPEED=20`, what would wait for ten minutes gives up after half a minute.
 *
 * @default - real time
 * @throws Error for a speed that is none
 */
export function clockOf(environment: NodeJS.ProcessEnv = process.env): Clock {
    const text = environment[SPEED] ?? "";
    if (text === "") {
        return systemClock;
    }
    const speed = Number(text);
    if (!(speed >= 1 && speed <= 1000)) {
        throw new Error(
            `${SPEED} is ${JSON.stringify(text)}; it is how many times faster than in reality a rehearsal waits, from 1 to 1000`,
        );
    }
    return fasterClock(speed);
}
