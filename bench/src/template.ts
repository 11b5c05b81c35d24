import { writeSaid } from '@veilleuse/contract/frame'
import { uuidToBytes, uuidv7 } from '@veilleuse/sealing/bytes'
import { sealMessage, type Voice } from '@veilleuse/sealing/message'
import { kinds } from '@veilleuse/sealing/wire'

/** Where in a client's frame its conversation and its own id stand. */
export const placeOfId = { conversation: 15, message: 48 }

/**
 * A message sealed once, to be sent often: each copy has an id of its own. Nobody could open the
 * copies, and nobody does; a server, which opens nothing, is told by nothing. Sealing each would take
 * the generator more time than the server has for storing it.
 */
export async function template(voice: Voice): Promise<Buffer> {
  const id = uuidv7(new Date())
  const body = 'Je ne sais pas trop par où commencer, mais il faut que j’en parle.'
  const { envelope } = await sealMessage(voice, { kind: kinds.text, body, id })
  const frame = Buffer.from(writeSaid(envelope))
  const where = frame.indexOf(uuidToBytes(voice.conversation))
  if (where !== placeOfId.conversation || frame.indexOf(uuidToBytes(id)) !== placeOfId.message)
    throw new Error('a message’s ids stand elsewhere now')
  return frame
}

/** One more of it, under this id, in the same conversation or another. */
export function copyOf(frame: Buffer, id: string, conversation?: string): Buffer {
  const copy = Buffer.from(frame)
  copy.set(uuidToBytes(id), placeOfId.message)
  if (conversation) copy.set(uuidToBytes(conversation), placeOfId.conversation)
  return copy
}
