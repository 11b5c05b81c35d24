import { alias as aliasShape } from '@veilleuse/contract/shapes'
import { toRead } from '@veilleuse/domain/words'
import { fromBase64url, fromUtf8, hex } from '@veilleuse/sealing/bytes'
import { certificateEpoch, readCertificate } from '@veilleuse/sealing/certificate'
import { freshEar, gapsIn, listen } from '@veilleuse/sealing/ear'
import { openMessage } from '@veilleuse/sealing/message'
import type { Place as Channel } from '@veilleuse/sealing/message'
import { Refusal } from '@veilleuse/sealing/refusal'
import { keyId } from '@veilleuse/sealing/verify'
import { kinds } from '@veilleuse/sealing/wire'
import { safeParse } from 'valibot'
import type { KnownEpoch } from './own-keys.ts'

/** What was heard in one conversation, and whose voice it is. */
export type Hearing = {
  /** Reads certificates not seen before; `fetchEpoch` finds an epoch not verified yet. */
  learn(
    certificates: readonly string[],
    fetchEpoch: (number: number) => Promise<KnownEpoch | undefined>,
  ): Promise<void>
  /** Whether a verified certificate says this alias. */
  vouches(alias: string): boolean
  /** `seq` is the number the server gave it. */
  hear(envelope: Uint8Array, seq: number): Promise<Heard>
  missing(): boolean
}

export type Heard =
  | {
      readonly is: 'message'
      readonly by: 'visitor' | 'helpline'
      readonly id: string
      /** `other`: one this page does not show. */
      readonly kind: 'text' | 'summary' | 'other'
      readonly text: string
      readonly alias: string | undefined
      readonly hash: Uint8Array
      /** Its number, unless that would put its author's words in another order than they wrote. */
      readonly place: number
    }
  /** Heard before. */
  | { readonly is: 'nothing' }
  /** Signed by nobody known yet: perhaps the certificate is still on its way. */
  | { readonly is: 'stranger' }
  /** Not genuine, damaged, or at odds with what its author said before. Not to be shown. */
  | { readonly is: 'unreadable' }

export async function hearing(channel: Channel, ownKey: Uint8Array): Promise<Hearing> {
  const speakers = new Map([[hex(await keyId(ownKey)), ownKey]])
  const own = new Set(speakers.keys())
  const aliases = new Map<string, string>()
  const read = new Set<string>()
  const places = new Map<string, Map<number, number>>()
  let ear = freshEar

  return {
    async learn(certificates, fetchEpoch) {
      for (const certificate of certificates) {
        if (read.has(certificate)) continue
        const bytes = fromBase64url(certificate)
        try {
          const epoch = await fetchEpoch(certificateEpoch(bytes).number)
          if (!epoch) continue
          const speaker = await readCertificate(bytes, epoch, channel.conversation)
          // Whoever has the team's voice could sign a name that breaks lines or turns the text.
          if (!safeParse(aliasShape, speaker.alias).success) throw new Refusal('malformed')
          speakers.set(hex(speaker.keyId), speaker.speakerKey)
          aliases.set(hex(speaker.keyId), speaker.alias)
        } catch (refusal) {
          // Nobody we should believe: their messages stay unread, their name unsaid.
          if (!(refusal instanceof Refusal)) throw refusal
        }
        read.add(certificate)
      }
    },
    vouches: (alias) => [...aliases.values()].includes(alias),
    missing: () => gapsIn(ear).length > 0,
    async hear(envelope, seq) {
      try {
        const opened = await openMessage(envelope, { ...channel, speakers })
        const { finding, ear: after } = listen(ear, opened)
        if (finding === 'forked') return { is: 'unreadable' }
        ear = after
        const { id, kind, sender, number } = opened.header
        if (finding === 'replayed') return { is: 'nothing' }
        const author = hex(sender)
        const said = places.get(author) ?? new Map<number, number>()
        const place = placeAmong(said, number, seq)
        places.set(author, said.set(number, place))
        return {
          is: 'message',
          by: own.has(author) ? 'visitor' : 'helpline',
          id,
          kind: shown[kind] ?? 'other',
          text: toRead(fromUtf8(opened.plaintext)),
          alias: aliases.get(author),
          hash: opened.hash,
          place,
        }
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal
        return { is: refusal.code === 'unknown_sender' ? 'stranger' : 'unreadable' }
      }
    },
  }
}

const shown: Readonly<Record<number, 'text' | 'summary'>> = {
  [kinds.text]: 'text',
  [kinds.summary]: 'summary',
}

/** Between the words its author wrote before and after it; the server's number where that is so. */
function placeAmong(said: ReadonlyMap<number, number>, number: number, seq: number): number {
  let after = 0
  let before = Infinity
  for (const [other, place] of said) {
    if (other < number) after = Math.max(after, place)
    else before = Math.min(before, place)
  }
  if (after < seq && seq < before) return seq
  return before === Infinity ? after + 0.5 : (after + before) / 2
}
