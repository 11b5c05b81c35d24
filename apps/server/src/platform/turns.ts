/** Runs what concerns one matter one after another, in the order asked; other matters do not wait. */
export type InTurn = <T>(matter: object | string, run: () => Promise<T>) => Promise<T>

export function makeTurns(): InTurn {
  const last = new Map<object | string, Promise<void>>()
  return async (matter, run) => {
    const before = last.get(matter) ?? Promise.resolve()
    const mine = before.then(run)
    const done: Promise<void> = mine
      .then(
        () => {},
        // Whoever asked for it hears of a failure; those behind take their turn all the same.
        () => {},
      )
      .then(() => {
        if (last.get(matter) === done) last.delete(matter)
      })
    last.set(matter, done)
    return mine
  }
}
