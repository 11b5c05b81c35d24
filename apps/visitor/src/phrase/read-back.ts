import type { reopen } from '@veilleuse/contract/visit'
import { equal, fromBase64url } from '@veilleuse/sealing/bytes'
import type { Keep } from '@veilleuse/sealing/keep'
import { commitment, pubChannelKey } from '@veilleuse/sealing/opening'
import { Refusal } from '@veilleuse/sealing/refusal'
import { verifyOpening } from '@veilleuse/sealing/verify'
import type { InferOutput } from 'valibot'
import { hearing } from '../visit/hearing.ts'
import { verified } from '../visit/line-keys.ts'
import type { KnownEpoch } from '../visit/own-keys.ts'
import type { Place } from '../visit/place.ts'
import type { Entry } from '../visit/visit.ts'

type Session = InferOutput<(typeof reopen)['reply']>['sessions'][number]

export type Past = {
  readonly entries: readonly Entry[]
  entriesBefore(conversation: string): readonly Entry[]
  readonly epochs: readonly KnownEpoch[]
  /** False when something that came along did not hold, and is not among the entries. */
  readonly whole: boolean
}

/** Opens what was said in earlier contacts; shows of it only what holds. */
export async function readBack(
  place: Place,
  { sessions, keep }: { readonly sessions: readonly Session[]; readonly keep: Keep },
): Promise<Past> {
  const epochs: KnownEpoch[] = []
  const read: { conversation: string; entries: readonly Entry[] }[] = []
  let whole = true
  for (const session of sessions) {
    const kept = keep.sessions.find(({ conversation }) => conversation === session.conversation)
    if (!kept) continue
    try {
      const heard = await readSession(place, { session, ck: kept.ck, epochs })
      read.push({ conversation: session.conversation, entries: heard.entries })
      whole &&= heard.whole
    } catch (refusal) {
      // A contact that does not hold is left out; the others are not lost for it.
      if (!(refusal instanceof Refusal)) throw refusal
      whole = false
    }
  }
  return {
    epochs,
    whole,
    entries: read.flatMap(({ entries }) => entries),
    entriesBefore: (conversation) =>
      read.filter((one) => one.conversation !== conversation).flatMap(({ entries }) => entries),
  }
}

type Reading = {
  readonly session: Session
  readonly ck: Uint8Array<ArrayBuffer>
  /** Grows by the epoch of this session. */
  readonly epochs: KnownEpoch[]
}

async function readSession(place: Place, { session, ck, epochs }: Reading) {
  const { statements, startedAt, certificates, messages, conversation } = session
  const header = await verifyOpening(fromBase64url(session.opening))
  const genuine =
    header.conversation === conversation &&
    header.session === session.session &&
    equal(await commitment(ck, conversation), header.commit)
  if (!genuine) throw new Refusal('wrong_commitment')

  const now = new Date(startedAt)
  const { epoch } = await verified(place, { statements, line: header.line, now })
  epochs.push(epoch)
  const channelKey = await pubChannelKey({ ck })
  const channel = { conversation, session: session.session, channel: 'pub', channelKey } as const
  const ears = await hearing(channel, header.visitorKey)
  await ears.learn(certificates, async (number) => epochs.find((one) => one.number === number))

  const read: { place: number; entry: Entry }[] = []
  let whole = true
  for (const { seq, envelope } of messages) {
    const heard = await ears.hear(fromBase64url(envelope), seq)
    if (heard.is !== 'message') {
      whole &&= heard.is === 'nothing'
      continue
    }
    const { id, text, kind, alias } = heard
    if (kind === 'other') continue
    const entry: Entry =
      heard.by === 'visitor'
        ? { by: 'visitor', id, text, fate: { is: 'stored', seq } }
        : { by: 'helpline', id, text, kind, alias, seq }
    read.push({ place: heard.place, entry })
  }
  // `toSorted` is not on telephones of a few years ago.
  // oxlint-disable-next-line unicorn/no-array-sort
  const entries = read.sort((a, b) => a.place - b.place).map(({ entry }) => entry)
  return { entries, whole: whole && !ears.missing() }
}
