import { Refused, Unreachable } from '@veilleuse/client/call'
import { setTimeout as pause } from 'node:timers/promises'

const patience = { tries: 60, pauseMs: 500 }

/**
 * Presses a button again while nobody answers, as a person does. Gives undefined when a later press
 * is refused: then an earlier one was heard and only its answer lost.
 */
export async function again<T>(press: () => Promise<T>): Promise<T | undefined> {
  for (let presses = 1; ; presses++) {
    try {
      return await press()
    } catch (trouble) {
      if (trouble instanceof Refused && presses > 1) return undefined
      if (!(trouble instanceof Unreachable) || presses >= patience.tries) throw trouble
      await pause(patience.pauseMs)
    }
  }
}
