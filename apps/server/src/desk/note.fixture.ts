import { randomBytes, randomUUID } from 'node:crypto'
import { toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import { findVoice, sealMessage } from '@veilleuse/sealing/message'
import { type Channel, kinds } from '@veilleuse/sealing/wire'

type NoteTraits = {
  readonly channel?: Channel
  readonly session?: number
  readonly id?: string
  readonly text?: string
}

/** Something written in a conversation, sealed to nobody in particular. Of the team unless said. */
export async function aSealedNote(conversation: string, traits: NoteTraits = {}): Promise<string> {
  const { channel = 'staff', session = 1, text = `note ${randomUUID()}` } = traits
  const signing = await makeSigningPair({ extractable: false })
  const channelKey = new Uint8Array(randomBytes(32))
  const voice = await findVoice({ conversation, session, channel, channelKey }, signing)
  const id = traits.id ?? uuidv7(new Date())
  const sealed = await sealMessage(voice, { kind: kinds.note, body: text, id })
  return toBase64url(sealed.envelope)
}
