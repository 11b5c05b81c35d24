import { Refused, Unreachable } from '@veilleuse/client/call'
import type { Picture } from '@veilleuse/client/desk-feed'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import * as desk from '@veilleuse/contract/desk'
import type { KeyWrap, Note } from '@veilleuse/contract/desk'
import type { Delivered } from '@veilleuse/contract/frame'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { readCertificate } from '@veilleuse/sealing/certificate'
import { openMessage, speakersOf } from '@veilleuse/sealing/message'
import { openResealed, resealConversation } from '@veilleuse/sealing/opening'
import { withoutWrap } from '@veilleuse/sealing/verify'
import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import type { Ask } from '../session/ask.ts'
import { prepareToAccept, sealForArchive, type Mouth } from './keys.ts'
import { anEvening } from './people.fixture.ts'
import { openRoom } from './room.ts'
import { silenceOf } from './silence.ts'

test('a counsellor who accepts reads what was written while waiting, and answers', async () => {
  const { visitor, room, heard, server } = await anAcceptedTalk(['bonsoir', 'tu es là ?'])
  await heard()
  deepEqual(textsIn(room), ['bonsoir', 'tu es là ?'])

  await room.say('Je suis là.')
  equal(room.view.now().pending[0]?.text, 'Je suis là.')
  await heard()
  deepEqual(textsIn(room), ['bonsoir', 'tu es là ?', 'Je suis là.'])
  deepEqual(room.view.now().pending, [])
  deepEqual(await visitor.reads(server.certificates), ['Je suis là.'])
})

test('a desk reloaded in the middle speaks again with a new key, and the visitor believes it', async () => {
  const { evening, visitor, server, heard, room } = await anAcceptedTalk(['bonsoir'])
  await heard()
  await room.say('un')
  await heard()
  const again = openRoom({
    ...server.wishes(visitor.view),
    keyring: evening.keyring,
    mouth: undefined,
  })
  again.hear(nothingRefused)
  await again.say('deux')
  equal(server.certificates.length, 2)
  deepEqual(await visitor.reads(server.certificates), ['un', 'deux'])
})

test('what one says from a second desk is read at the first, and counts as an answer', async () => {
  const { evening, visitor, server, heard, room } = await anAcceptedTalk(['bonsoir'])
  await heard()
  const second = openRoom({
    ...server.wishes(visitor.view),
    keyring: evening.keyring,
    mouth: undefined,
  })
  await second.say('Je réponds d’ici.')
  await heard()
  deepEqual(textsIn(room), ['bonsoir', 'Je réponds d’ici.'])
  equal(silenceOf(room.view.now().words, undefined).turn?.of, 'visitor')
})

test('a second desk is understood as soon as the server can be asked who spoke there', async () => {
  const { evening, visitor, server, accepting } = await anAcceptedTalk(['bonsoir'])
  const { ask, ...wishes } = server.wishes(visitor.view)
  let away = false
  const first = openRoom({
    ...wishes,
    ask: (endpoint, given) =>
      away ? Promise.reject(new Unreachable('away')) : ask(endpoint, given),
    keyring: evening.keyring,
    mouth: accepting.mouth,
  })
  await first.archive()
  const second = openRoom({ ...wishes, ask, keyring: evening.keyring, mouth: undefined })
  await second.say('Je réponds d’ici.')
  away = true
  first.hear(nothingRefused)
  while (textsIn(first).length < 2) await new Promise((done) => setImmediate(done))
  deepEqual(textsIn(first), ['bonsoir', undefined])

  away = false
  first.hear(nothingRefused)
  while (textsIn(first).includes(undefined)) await new Promise((done) => setImmediate(done))
  deepEqual(textsIn(first), ['bonsoir', 'Je réponds d’ici.'])
})

test('notes survive a reload, and no visitor’s key opens them', async () => {
  const { evening, visitor, server, room } = await anAcceptedTalk(['bonsoir'])
  await room.notes.write('à revoir ensemble')
  const again = openRoom({
    ...server.wishes(visitor.view),
    keyring: evening.keyring,
    mouth: undefined,
  })
  await again.notes.write('d’accord')
  deepEqual(
    again.notes.view.now().map(({ text }) => text),
    ['à revoir ensemble', 'd’accord'],
  )
  for (const { envelope } of server.notes)
    await rejects(openMessage(fromBase64url(envelope), { ...visitor.place, speakers: new Map() }))
})

test('for the closing, both keys are sealed to the supervisors, who open just these', async () => {
  const { evening, visitor, room, accepting } = await anAcceptedTalk(['bonsoir'])
  const wraps = await room.archive()
  deepEqual(
    wraps.map(({ key, to }) => `${key} ${to}`),
    ['content archive', 'staff archive'],
  )
  const { conversation, session, line, commit } = visitor.keys
  const [content, staff] = wraps
  ok(content && staff)
  const common = { conversation, session, line, epoch: content.epoch, to: 'archive' } as const
  const { archive } = evening.line
  const ck = await openResealed(fromBase64url(content.wrap), archive, {
    ...common,
    of: 'content',
    commit,
  })
  deepEqual(ck, visitor.keys.ck)
  const { staffKey } = accepting.mouth
  const sk = await openResealed(fromBase64url(staff.wrap), archive, {
    ...common,
    of: 'staff',
    commit: staffKey.commit,
  })
  deepEqual(sk, staffKey.sk)
  notEqual(sk, ck)
})

test('what a returning visitor said before is read, by the key they pass on', async () => {
  const { evening, visitor, server } = await anAcceptedTalk(['c’est encore moi'])
  const before = await evening.aVisitor()
  await before.writes('la première fois')
  const { conversation, session, line, ck } = before.keys
  const { number: epoch, intakeKey } = evening.line.epoch
  const resealing = { conversation, session, line, epoch, of: 'content', to: 'intake' } as const
  const wrap = toBase64url(await resealConversation(ck, intakeKey, resealing))
  server.knowsEarlier({
    wrap: { conversation: before.view.id, key: 'content', to: 'intake', epoch, wrap },
    // Closed long ago: the wrap it came with is gone.
    opening: toBase64url(await withoutWrap(fromBase64url(before.view.opening))),
    delivered: before.delivered,
  })
  const wishes = server.wishes(visitor.view)
  const room = openRoom({ ...wishes, keyring: evening.keyring, mouth: undefined })
  room.hear(nothingRefused)
  await room.archive()
  while (room.view.now().words.length === 0) await new Promise((done) => setImmediate(done))
  const [part] = room.view.now().earlier
  equal(part?.state, 'open')
  deepEqual(
    part?.words.map((word) => (word.by === 'nobody' ? undefined : word.text)),
    ['la première fois'],
  )
})

test('without the epoch’s keys the room says so, and opens nothing', async () => {
  const { evening, visitor, server } = await anAcceptedTalk(['bonsoir'])
  const keyring = { ...evening.keyring, epochs: new Map() }
  const closed = openRoom({ ...server.wishes(visitor.view), keyring, mouth: undefined })
  await rejects(closed.say('un'))
  equal(closed.view.now().state, 'keys_missing')
  deepEqual(closed.view.now().words, [])
})

test('a conversation that comes just as the server dies opens when it is back', async (t) => {
  const { evening, visitor, server } = await anAcceptedTalk(['bonsoir'])
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { ask, ...wishes } = server.wishes(visitor.view)
  let away = true
  const room = openRoom({
    ...wishes,
    ask: (endpoint, given) =>
      away ? Promise.reject(new Unreachable('away')) : ask(endpoint, given),
    keyring: evening.keyring,
    mouth: undefined,
  })
  room.hear(nothingRefused)
  await new Promise((done) => setImmediate(done))
  equal(room.view.now().state, 'opening')

  away = false
  t.mock.timers.tick(2000)
  await room.say('Je suis là.')
  equal(room.view.now().state, 'open')
  deepEqual(textsIn(room), ['bonsoir'])
})

test('nobody is written to under the key of another conversation', async () => {
  const { evening, visitor, server } = await anAcceptedTalk(['bonsoir'])
  const other = await evening.aVisitor()
  const wishes = server.wishes({ ...visitor.view, opening: other.view.opening })
  const room = openRoom({ ...wishes, keyring: evening.keyring, mouth: undefined })
  await rejects(room.say('un'), { code: 'wrong_conversation' })
  equal(room.view.now().state, 'unreadable')
})

test('a server that sets its clock back has nothing sealed to an older archive key', async () => {
  const { evening, visitor, accepting } = await anAcceptedTalk(['bonsoir'])
  const { keyring, line } = evening
  const before = { ...line.epoch, archiveKey: line.mina.box.publicKey }
  const now = { ...line.epoch, number: 2, validFrom: line.epoch.validTo, validTo: aWeekAfter(line) }
  const directory = { ...line.directory, epochs: [before, now] }
  const given = { staffKey: accepting.mouth.staffKey, now: evening.now() }
  const wraps = await sealForArchive({ ...keyring, directory }, visitor.keys, given)
  deepEqual(
    wraps.map(({ epoch }) => epoch),
    [2, 2],
  )
  const late = { ...given, now: now.validTo }
  await rejects(sealForArchive({ ...keyring, directory }, visitor.keys, late), { code: 'expired' })
})

function aWeekAfter({ epoch }: Awaited<ReturnType<typeof anEvening>>['line']): Date {
  return new Date(epoch.validTo.getTime() + 7 * 86_400_000)
}

const nothingRefused: Pick<Picture, 'refused'> = { refused: new Map() }

type Visitor = Awaited<ReturnType<Awaited<ReturnType<typeof anEvening>>['aVisitor']>>

async function anAcceptedTalk(written: readonly string[]) {
  const evening = await anEvening()
  const visitor = await evening.aVisitor()
  for (const text of written) await visitor.writes(text)
  const { id, line, session, epoch } = visitor.view
  const offer = { conversation: id, line, session, epoch }
  const accepting = await prepareToAccept(evening.keyring, offer)
  const server = aServer(visitor, evening.now)
  server.certificates.push(accepting.certificate)
  server.keep(accepting.staffKeyWrap)
  const mouth: Mouth = accepting.mouth
  const room = openRoom({ ...server.wishes(visitor.view), keyring: evening.keyring, mouth })
  return {
    evening,
    accepting,
    server,
    room,
    visitor: {
      ...visitor,
      reads: (certificates: readonly string[]) => reads(evening, visitor, certificates),
    },
    /** Until everything that has been delivered is taken in. */
    async heard() {
      room.hear(nothingRefused)
      await room.archive()
      while (room.view.now().words.length < visitor.delivered.length)
        await new Promise((done) => setImmediate(done))
    },
  }
}

/** What the server keeps beside the messages, and the few answers the room asks it for. */
function aServer(visitor: Visitor, now: () => Date) {
  const certificates: string[] = []
  const notes: Note[] = []
  const keys: KeyWrap[] = []
  const earlier: { conversation: string; opening: string; session: number; certificates: [] }[] = []
  const messages = new Map<string, readonly Delivered[]>([[visitor.view.id, visitor.delivered]])
  const answers = new Map<Endpoint, (given: { body?: unknown }) => unknown>([
    [desk.conversationKeys, () => ({ keys, certificates: [...certificates], earlier })],
    [desk.notes, () => ({ notes: [...notes] })],
    [
      desk.speakAgain,
      ({ body }) => {
        certificates.push((body as { certificate: string }).certificate)
        return {}
      },
    ],
    [
      desk.writeNote,
      ({ body }) => {
        const { envelope } = body as { envelope: string }
        const by = 'mina' as Note['by']
        const note = { id: `note ${notes.length}`, at: now().toISOString(), by, envelope }
        notes.push(note)
        return note
      },
    ],
  ])
  const ask = (async (endpoint: Endpoint, given: { body?: unknown }) => {
    const answer = answers.get(endpoint)
    if (!answer) throw new Refused('not_found')
    return answer(given)
  }) as unknown as Ask
  return {
    certificates,
    notes,
    keep(wrap: string) {
      const { id, epoch } = visitor.view
      keys.push({ conversation: id, key: 'staff', to: 'intake', epoch, wrap })
    },
    knowsEarlier(one: { wrap: KeyWrap; opening: string; delivered: readonly Delivered[] }) {
      const { conversation } = one.wrap
      keys.push(one.wrap)
      earlier.push({ conversation, opening: one.opening, session: 1, certificates: [] })
      messages.set(conversation, one.delivered)
    },
    wishes: (conversation: Visitor['view']) => ({
      conversation,
      ask,
      now,
      messages: (id: string) => messages.get(id) ?? [],
      more: () => {},
      send: (_id: string, envelope: Parameters<Visitor['deliver']>[0]) => {
        visitor.deliver(envelope, 'helpline')
      },
    }),
  }
}

/** The helpline's words as the visitor's page opens them, with the certificates it was given. */
async function reads(
  { line }: Awaited<ReturnType<typeof anEvening>>,
  { place, delivered }: Visitor,
  certificates: readonly string[],
) {
  const known = await Promise.all(
    certificates.map((one) => readCertificate(fromBase64url(one), line.epoch, place.conversation)),
  )
  const speakers = await speakersOf(known.map(({ speakerKey }) => speakerKey))
  const texts: string[] = []
  for (const { by, envelope } of delivered) {
    if (by !== 'helpline') continue
    const { plaintext } = await openMessage(envelope, { ...place, speakers })
    texts.push(new TextDecoder().decode(plaintext))
  }
  return texts
}

function textsIn(room: ReturnType<typeof openRoom>) {
  return room.view.now().words.map((word) => (word.by === 'nobody' ? undefined : word.text))
}
