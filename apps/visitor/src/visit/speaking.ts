import { uuidv7 } from '@veilleuse/sealing/bytes'
import type { SigningPair } from '@veilleuse/sealing/keys'
import { findVoice, resume, sawMessage, sealMessage } from '@veilleuse/sealing/message'
import type { Place as Channel } from '@veilleuse/sealing/message'
import { kinds } from '@veilleuse/sealing/wire'

/** One's own voice: seals one message after the other, each tied to the one before. */
export type Speaking = {
  /** Gives the id at once; the seal follows, in order. */
  say(text: string, kind?: number): string
  /** A message of the other side is on the screen: the next one sealed says so. */
  saw(hash: Uint8Array): void
  /** One's own message as the server gives it back, while the voice is not found yet. */
  heardOwn(envelope: Uint8Array): void
  /** Everything said before has come: from here on it can be spoken. */
  find(): Promise<void>
}

type Wishes = {
  readonly channel: Channel
  readonly signing: SigningPair
  /** True after a reload or a return: what was said before must be heard first. */
  readonly resumed: boolean
  sealed(id: string, envelope: Uint8Array<ArrayBuffer>): void
  failed(thrown: unknown): void
}

export async function speaking(wishes: Wishes): Promise<Speaking> {
  const { channel, signing, resumed, sealed, failed } = wishes
  const own: Uint8Array[] = []
  let voice = await findVoice(channel, signing)
  let turn: Promise<void> = Promise.resolve()
  let found: (() => void) | undefined
  if (resumed) turn = new Promise((resolve) => (found = resolve))

  return {
    say(text, kind = kinds.text) {
      const id = uuidv7(new Date())
      turn = turn
        .then(async () => {
          const made = await sealMessage(voice, { kind, body: text, id })
          // What has been seen in the meantime stays seen.
          voice = { ...made.voice, seen: voice.seen }
          sealed(id, made.envelope)
        })
        .catch(failed)
      return id
    },
    saw(hash) {
      voice = sawMessage(voice, hash)
    },
    heardOwn(envelope) {
      if (found) own.push(envelope)
    },
    async find() {
      if (!found) return
      voice = { ...(await resume(voice, own)), seen: voice.seen }
      found()
      found = undefined
    },
  }
}
