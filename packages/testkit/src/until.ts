import { setTimeout as pause } from 'node:timers/promises'

/** Waits for something to become true on the other end of a socket; fails after `seconds`. */
export async function until<T>(
  what: () => T | undefined | false | Promise<T | undefined | false>,
  { seconds = 10, called = 'it' }: { seconds?: number; called?: string } = {},
): Promise<T> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const now = await what()
    if (now !== undefined && now !== false) return now
    if (performance.now() > end) throw new Error(`${called} did not come true in ${seconds} s`)
    await pause(10)
  }
}
