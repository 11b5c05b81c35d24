import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import type { ConversationId } from '@veilleuse/domain/ids'
import { toBase64url } from '@veilleuse/sealing/bytes'
import { aConversation, text } from '@veilleuse/sealing/fixtures'
import { sealMessage } from '@veilleuse/sealing/message'
import { readStatement } from '@veilleuse/sealing/statement'
import { readBack } from './read-back.ts'

test('what was said comes back whole, in the order it was written', async () => {
  const past = await comesBack((messages) => messages.toReversed())
  deepEqual(textsOf(past), ['one', 'two', 'three'])
  equal(past.whole, true)
})

test('who comes back is told when something does not hold, or is missing', async () => {
  const damaged = await comesBack(([one = '', ...others]) => [`${one.slice(0, -4)}AAAA`, ...others])
  deepEqual(textsOf(damaged), ['two', 'three'])
  equal(damaged.whole, false)
  const missing = await comesBack(([one = '', , three = '']) => [one, three])
  deepEqual(textsOf(missing), ['one', 'three'])
  equal(missing.whole, false)
})

test('a contact under another opening is left out, and that is told', async () => {
  const other = await aConversation()
  const past = await comesBack((messages) => messages, toBase64url(other.opening))
  deepEqual(textsOf(past), [])
  equal(past.whole, false)
})

/** Three messages of one conversation, as a server gives them back. */
async function comesBack(
  given: (messages: readonly string[]) => readonly string[],
  instead?: string,
) {
  const { line, opening, keys, signing, voice } = await aConversation()
  const one = await sealMessage(voice, text('one'))
  const two = await sealMessage(one.voice, text('two'))
  const three = await sealMessage(two.voice, text('three'))
  const at = line.wanted.now.toISOString()
  const envelopes = [one, two, three].map(({ envelope }) => toBase64url(envelope))
  const { conversation, session, ck } = keys
  const chain = await Promise.all(line.statements.map(readStatement))
  const place = { line: 'nuit', instance: 'lune', root: toBase64url(line.pin), rulesVersion: 1 }
  const sessions = [
    {
      conversation: conversation as ConversationId,
      session,
      opening: instead ?? toBase64url(opening),
      // Nobody of the team is named to a visitor.
      statements: line.statements
        .filter((_, i) => chain[i]?.content.type !== 'staff-add')
        .map(toBase64url),
      certificates: [],
      messages: given(envelopes).map((envelope, i) => ({
        seq: i + 1,
        at,
        by: 'visitor' as const,
        envelope,
      })),
      startedAt: at,
    },
  ]
  const keep = { sessions: [{ conversation, session, ck }], signing }
  return readBack(place, { sessions, keep })
}

function textsOf({ entries }: Awaited<ReturnType<typeof readBack>>): readonly string[] {
  return entries.flatMap((entry) => (entry.by === 'page' ? [] : [entry.text]))
}
