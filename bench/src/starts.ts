import { medianOf } from './figures.ts'
import { startServer } from './running-server.ts'

/** Milliseconds from the command until the door is open; medians. */
export type Starts = {
  /** In an empty folder: makes the database. Once. */
  readonly first: number
  readonly again: number
  /** After the server alone was killed: its database still runs. */
  readonly afterKill: number
}

export async function starts(folder: string, times: number): Promise<Starts> {
  const first = await startServer(folder)
  await first.stop()
  const again: number[] = []
  const afterKill: number[] = []
  for (let n = 0; n < times; n += 1) {
    const one = await startServer(folder)
    again.push(one.startedIn.milliseconds)
    await one.kill()
    const other = await startServer(folder)
    afterKill.push(other.startedIn.milliseconds)
    await other.stop()
  }
  return {
    first: first.startedIn.milliseconds,
    again: medianOf(again),
    afterKill: medianOf(afterKill),
  }
}
