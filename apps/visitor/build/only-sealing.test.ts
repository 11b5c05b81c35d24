import { deepEqual, equal, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { makeBoxPair } from '@veilleuse/sealing/keys'
import { openResealed, takeConversation } from '@veilleuse/sealing/opening'
import type * as Opening from '@veilleuse/sealing/opening'
import type { Epoch } from '@veilleuse/sealing/statement'
import { builtModule } from './built-module.ts'

const shipped = await builtModule<typeof Opening>(`export * from '@veilleuse/sealing/opening'`)

const intake = await makeBoxPair({ extractable: false })
const key = new Uint8Array(65)
const epoch: Epoch = {
  line: 'ecoute',
  number: 7,
  intakeKey: intake.publicKey,
  archiveKey: key,
  voiceKey: key,
  validFrom: new Date('2026-11-20T00:00:00Z'),
  validTo: new Date('2026-11-27T00:00:00Z'),
  rosterHash: new Uint8Array(32),
}
const now = new Date('2026-11-21T20:00:00Z')
const options = { instance: 'here', line: 'ecoute', session: 1, now }

test('what the shipped page seals, the line opens with the whole library', async () => {
  for (let i = 0; i < 40; i++) {
    const { opening, keys } = await shipped.startConversation(epoch, options)
    const taken = await takeConversation(opening, intake)
    deepEqual(taken.ck, keys.ck)
    equal(taken.conversation, keys.conversation)
  }
})

test('an earlier key the shipped page seals again, the line opens', async () => {
  const { keys } = await shipped.startConversation(epoch, options)
  const { conversation, ck, commit } = keys
  const resealing = {
    conversation,
    session: 1,
    line: 'ecoute',
    epoch: 7,
    of: 'content',
    to: 'intake',
  } as const
  const sealed = await shipped.resealConversation(ck, intake.publicKey, resealing)
  deepEqual(await openResealed(sealed, intake, { ...resealing, commit }), ck)
})

test('the shipped page refuses a key that is not a point', async () => {
  const bad = { ...epoch, intakeKey: new Uint8Array(65).fill(4) }
  await rejects(shipped.startConversation(bad, options), { code: 'malformed' })
})

test('what was left out is left out: the shipped page opens no such seal', async () => {
  const { opening } = await shipped.startConversation(epoch, options)
  await rejects(shipped.takeConversation(opening, intake))
})
