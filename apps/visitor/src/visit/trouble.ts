import { Refused, Unreachable } from '@veilleuse/client/call'
import { Refusal } from '@veilleuse/sealing/refusal'
import { sentenceOf } from './sentences.ts'
import type { Sentence } from './sentences.ts'

/** What to tell a visitor of something thrown; what nobody foresaw is thrown on. */
export function troubleOf(thrown: unknown): Sentence {
  if (thrown instanceof Refused) return sentenceOf[thrown.problem]
  if (thrown instanceof Unreachable) return 'offline'
  if (thrown instanceof Refusal) {
    // Keys of another day: theirs are old, or the clock of this device is wrong, which is more usual.
    return thrown.code === 'expired' || thrown.code === 'not_yet_valid' ? 'clock' : 'unsealed'
  }
  throw thrown
}
