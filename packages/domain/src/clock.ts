/** Where the time of day comes from. Rules never ask for it themselves; tests move it. */
export type Clock = { now(): Date }
