import { setTimeout as pause } from 'node:timers/promises'

/**
 * One run for all who ask for the same thing before it begins; whoever asks while it runs shares the
 * next one, so that everybody gets what was true after they asked. After a run there is a rest of
 * twice its length, so that many who ask one after another take a third of the time at most.
 */
export function makeShared<Key, Result>(
  run: (key: Key) => Promise<Result>,
): (key: Key) => Promise<Result> {
  const all = new Map<Key, Shared<Result>>()
  return (key) => {
    const one = all.get(key) ?? { running: Promise.resolve(), restUntil: 0 }
    all.set(key, one)
    one.next ??= nextOf(key, one)
    return one.next
  }

  async function nextOf(key: Key, one: Shared<Result>): Promise<Result> {
    await one.running
    const rest = one.restUntil - performance.now()
    if (rest > 0) await pause(rest)
    one.next = undefined
    const began = performance.now()
    const result = run(key)
    const ended = () => {
      const now = performance.now()
      one.restUntil = now + 2 * (now - began)
    }
    one.running = result.then(ended, ended)
    return result
  }
}

type Shared<Result> = {
  running: Promise<void>
  restUntil: number
  next?: Promise<Result> | undefined
}
