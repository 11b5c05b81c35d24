import { toRead } from '@veilleuse/domain/words'
import { fromBase64url, fromUtf8, hex } from '@veilleuse/sealing/bytes'
import { certificateEpoch, readCertificate } from '@veilleuse/sealing/certificate'
import { freshEar, gapsIn, listen } from '@veilleuse/sealing/ear'
import { openMessage } from '@veilleuse/sealing/message'
import type { Place as Channel } from '@veilleuse/sealing/message'
import { Refusal } from '@veilleuse/sealing/refusal'
import { keyId } from '@veilleuse/sealing/verify'
import { kinds } from '@veilleuse/sealing/wire'
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
  hear(envelope: Uint8Array): Promise<Heard>
  missing(): boolean
}

export type Heard =
  | {
      readonly is: 'message'
      readonly by: 'visitor' | 'helpline'
      readonly id: string
      readonly kind: 'text' | 'summary'
      readonly text: string
      readonly alias: string | undefined
      readonly hash: Uint8Array
    }
  /** Heard before, or of a kind this page does not show. */
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
  let ear = freshEar

  return {
    async learn(certificates, fetchEpoch) {
      for (const certificate of certificates) {
        if (read.has(certificate)) continue
        const bytes = fromBase64url(certificate)
        const epoch = await fetchEpoch(certificateEpoch(bytes).number)
        if (!epoch) continue
        try {
          const speaker = await readCertificate(bytes, epoch, channel.conversation)
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
    async hear(envelope) {
      try {
        const opened = await openMessage(envelope, { ...channel, speakers })
        const { finding, ear: after } = listen(ear, opened)
        if (finding === 'forked') return { is: 'unreadable' }
        ear = after
        const { id, kind, sender } = opened.header
        const known = kind === kinds.text || kind === kinds.summary
        if (finding === 'replayed' || !known) return { is: 'nothing' }
        const author = hex(sender)
        return {
          is: 'message',
          by: own.has(author) ? 'visitor' : 'helpline',
          id,
          kind: kind === kinds.summary ? 'summary' : 'text',
          text: toRead(fromUtf8(opened.plaintext)),
          alias: aliases.get(author),
          hash: opened.hash,
        }
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal
        return { is: refusal.code === 'unknown_sender' ? 'stranger' : 'unreadable' }
      }
    },
  }
}
