import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromUtf8, uuidv7 } from './bytes.ts'
import { aLine } from './fixtures.ts'
import { findVoice, openMessage, sealMessage, speakersOf } from './message.ts'
import { pubChannelKey, startConversation, takeConversation } from './opening.ts'
import { kinds } from './wire.ts'

test('what a visitor writes is read by the counsellor who holds the line', async () => {
  const line = await aLine()
  const started = await startConversation(line.epoch, { ...line.start, session: 1 })
  const taken = await takeConversation(started.opening, line.keys.intake)
  assert.deepEqual(taken, started.keys)

  const place = {
    conversation: taken.conversation,
    session: taken.session,
    channel: 'pub' as const,
    channelKey: await pubChannelKey(taken),
  }
  const voice = await findVoice(place, started.signing)
  const said = { kind: kinds.text, body: 'bonsoir', id: uuidv7(line.start.now) }
  const { envelope } = await sealMessage(voice, said)

  const speakers = await speakersOf([taken.visitorKey])
  const { plaintext, header } = await openMessage(envelope, { ...place, speakers })
  assert.equal(fromUtf8(plaintext), 'bonsoir')
  assert.equal(header.id, said.id)
})
