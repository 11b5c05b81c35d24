/**
 * One run for all that is asked for while the one before goes on, so that a thousand who ask at once
 * cost a few questions and not a thousand. What is asked first is answered at once, alone.
 */
export function makeGathered<Key, Result>(
  run: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Result>>,
  most = 250,
): (key: Key) => Promise<Result | undefined> {
  const asked = new Set<Key>()
  let next: Promise<ReadonlyMap<Key, Result>> | undefined
  let running: Promise<unknown> = Promise.resolve()
  return async (key) => {
    asked.add(key)
    next ??= nextOf()
    return (await next).get(key)
  }

  async function nextOf(): Promise<ReadonlyMap<Key, Result>> {
    await running
    const keys = [...asked]
    asked.clear()
    next = undefined
    const answers = inGroups(keys)
    running = answers.then(ignore, ignore)
    return answers
  }

  async function inGroups(keys: readonly Key[]) {
    const all = new Map<Key, Result>()
    for (let at = 0; at < keys.length; at += most)
      for (const [key, result] of await run(keys.slice(at, at + most))) all.set(key, result)
    return all
  }
}

function ignore() {}
