import type { ConversationId, MessageId } from '@veilleuse/domain/ids'
import { Problem } from './problem.ts'

type Message = { readonly conversation: ConversationId; readonly id: MessageId }

/** Of each writer the message that was refused for now: those behind it wait until it comes again. */
export type HeldUp = {
  /** Throws `too_fast` for a message behind one that has not come again. */
  pass(writer: object, message: Message): Promise<void>
  /** It was stored or refused for good: those behind it may go on. */
  settled(writer: object, message: Message): void
  refusedForNow(writer: object, message: Message): void
}

export function heldUp(isStored: (message: Message) => Promise<boolean>): HeldUp {
  const writers = new WeakMap<object, Map<ConversationId, MessageId>>()
  return {
    async pass(writer, { conversation, id }) {
      const first = writers.get(writer)?.get(conversation)
      if (first === undefined || first === id) return
      // It may have been a second copy of what is stored: nobody sends that again.
      if (!(await isStored({ conversation, id: first }))) throw new Problem('too_fast', 1)
    },
    settled: (writer, { conversation }) => void writers.get(writer)?.delete(conversation),
    refusedForNow(writer, { conversation, id }) {
      const waits = writers.get(writer) ?? new Map<ConversationId, MessageId>()
      writers.set(writer, waits.set(conversation, id))
    },
  }
}
