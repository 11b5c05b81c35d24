import type { Me } from '@veilleuse/contract/account'
import type { DeskConversation } from '@veilleuse/contract/desk'
import type { Delivered } from '@veilleuse/contract/frame'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import { toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import { aLine } from '@veilleuse/sealing/fixtures'
import { findVoice, sealMessage, type Place, type Voice } from '@veilleuse/sealing/message'
import { pubChannelKey, startConversation } from '@veilleuse/sealing/opening'
import { kinds } from '@veilleuse/sealing/wire'
import { nameOf, type Keyring } from '../session/keyring.ts'

/** A counsellor (Mina) with the keys of her line, and a visitor who writes to it; for tests. */
export async function anEvening() {
  const line = await aLine()
  const me: Me = {
    id: 'mina' as StaffId,
    login: 'mina',
    alias: 'Mina',
    role: 'counsellor',
    lines: [{ id: 'nuit' as LineId, slug: 'nuit', name: { fr: 'Nuit', en: 'Night' } }],
    instance: '',
    vault: '',
    signatureKey: '',
    boxKey: '',
    inDirectory: true,
    passkeys: [],
  }
  const { signing, box } = line.mina
  const keyring: Keyring = {
    me,
    staff: { signing, box, authority: undefined },
    pin: line.pin,
    directory: line.directory,
    epochs: new Map([[nameOf(line.epoch), line.keys]]),
  }
  return { line, keyring, now: () => line.wanted.now, aVisitor: () => aVisitor(line) }
}

async function aVisitor(line: Awaited<ReturnType<typeof aLine>>) {
  const { opening, keys, signing } = await startConversation(line.epoch, {
    ...line.start,
    session: 1,
  })
  const { conversation, session } = keys
  const place: Place = {
    conversation,
    session,
    channel: 'pub',
    channelKey: await pubChannelKey(keys),
  }
  const delivered: Delivered[] = []
  let voice: Voice = await findVoice(place, signing)
  const view: DeskConversation = {
    id: conversation as ConversationId,
    line: line.epoch.line as LineId,
    language: 'fr',
    session,
    state: 'open',
    risk: 'none',
    arrivedAt: line.wanted.now.toISOString(),
    epoch: line.epoch.number,
    opening: toBase64url(opening),
    lastSeq: 0,
    readByVisitor: 0,
    readByCounsellor: 0,
    visitorPresent: true,
    erased: false,
    earlier: [],
  }
  return {
    view,
    keys,
    place,
    signing,
    delivered,
    /** What the server would deliver, numbered as it came. */
    async writes(text: string, kind: number = kinds.text) {
      const said = await sealMessage(voice, {
        kind,
        body: text,
        id: uuidv7(line.wanted.now),
      })
      voice = said.voice
      return deliver(said.envelope)
    },
    deliver,
  }

  function deliver(envelope: Uint8Array, by: Delivered['by'] = 'visitor'): Delivered {
    const seq = delivered.length + 1
    const message = { seq, at: line.wanted.now, by, conversation, envelope }
    delivered.push(message)
    return message
  }
}
