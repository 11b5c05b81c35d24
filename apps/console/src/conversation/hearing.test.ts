import { findVoice, sealMessage, speakersOf } from '@veilleuse/sealing/message'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { kinds } from '@veilleuse/sealing/wire'
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { freshHearing, hear, type Listener } from './hearing.ts'
import { anEvening } from './people.fixture.ts'

test('what the visitor writes is read, once, in order', async () => {
  const { visitor, listener } = await aTalk()
  await visitor.writes('bonsoir')
  await visitor.writes('je ne sais pas par où commencer')
  const first = await hear(freshHearing, visitor.delivered, listener)
  const again = await hear(first, visitor.delivered, listener)
  deepEqual(textsOf(again), ['bonsoir', 'je ne sais pas par où commencer'])
  deepEqual(
    again.words.map(({ by }) => by),
    ['visitor', 'visitor'],
  )
})

test('what was answered before the wait stands apart from the words', async () => {
  const { visitor, listener } = await aTalk()
  await visitor.writes('{"danger":true,"howBad":9}', kinds.answers)
  await visitor.writes('{"howBad":99}', kinds.answers)
  await visitor.writes('{', kinds.answers)
  await visitor.writes('bonsoir')
  const { words } = await hear(freshHearing, visitor.delivered, listener)
  deepEqual(
    words.map((word) => 'answers' in word && word.answers),
    [{ danger: true, howBad: 9 }, false],
  )
  equal(words[1]?.by === 'visitor' && words[1].gap, false)
})

test('the same message delivered twice is shown once', async () => {
  const { visitor, listener } = await aTalk()
  const { envelope } = await visitor.writes('bonsoir')
  visitor.deliver(envelope)
  deepEqual(textsOf(await hear(freshHearing, visitor.delivered, listener)), ['bonsoir'])
})

test('words whose predecessors have not come say so', async () => {
  const { visitor, listener } = await aTalk()
  await visitor.writes('un')
  await visitor.writes('deux')
  const { words } = await hear(freshHearing, visitor.delivered.slice(1), listener)
  equal(words[0]?.by === 'visitor' && words[0].gap, true)
})

test('who spoke is told by the signature, whatever the server says', async () => {
  const { visitor, listener } = await aTalk()
  const { envelope } = await visitor.writes('bonsoir')
  visitor.delivered.pop()
  visitor.deliver(envelope, 'helpline')
  const { words } = await hear(freshHearing, visitor.delivered, listener)
  equal(words[0]?.by, 'visitor')
})

test('a stranger’s words are not shown, and the reason is', async () => {
  const { visitor, listener, now } = await aTalk()
  const stranger = await makeSigningPair({ extractable: false })
  const voice = await findVoice(visitor.place, stranger)
  const said = await sealMessage(voice, { kind: 1, body: 'faux', id: uuidv7(now()) })
  visitor.deliver(said.envelope)
  const { words } = await hear(freshHearing, visitor.delivered, listener)
  deepEqual(words[0]?.by === 'nobody' && words[0].trouble, 'unknown_sender')
})

test('an altered envelope is turned away, and the next one is still heard', async () => {
  const { visitor, listener } = await aTalk()
  const { envelope } = await visitor.writes('bonsoir')
  visitor.delivered.pop()
  const altered = envelope.slice()
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1
  visitor.deliver(altered)
  visitor.deliver(envelope.slice())
  const { words } = await hear(freshHearing, visitor.delivered, listener)
  deepEqual(
    words.map((word) => (word.by === 'nobody' ? word.trouble : word.text)),
    ['not_genuine', 'bonsoir'],
  )
})

test('a message that contradicts an earlier one is not shown', async () => {
  const { visitor, listener, now } = await aTalk()
  await visitor.writes('un')
  const voice = await findVoice(visitor.place, visitor.signing)
  const said = await sealMessage(voice, { kind: 1, body: 'autre', id: uuidv7(now()) })
  visitor.deliver(said.envelope)
  const { words } = await hear(freshHearing, visitor.delivered, listener)
  equal(words[1]?.by === 'nobody' && words[1].trouble, 'forked')
})

async function aTalk() {
  const evening = await anEvening()
  const visitor = await evening.aVisitor()
  const { place, keys } = visitor
  const speakers = await speakersOf([keys.visitorKey])
  const listener: Listener = { place, speakers, visitorKey: keys.visitorKey }
  return { ...evening, visitor, listener }
}

function textsOf({ words }: Awaited<ReturnType<typeof hear>>) {
  return words.map((word) => (word.by === 'nobody' ? undefined : word.text))
}
