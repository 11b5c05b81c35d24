import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import * as contract from '@veilleuse/contract/desk'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import { refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import {
  anEvening,
  archivesOf,
  aSecret,
  type Colleague,
  type Evening,
  record,
  served,
} from '../evening.fixture.ts'
import { aSealedNote } from './note.fixture.ts'

leaks()

/** What a body must hold to get as far as the conversation itself. */
const bodies: Record<string, (conversation: string) => unknown> = {
  acceptOffer: () => ({ certificate: aSecret(120), staffKeyWrap: aSecret(160) }),
  declineOffer: () => undefined,
  conversationKeys: () => undefined,
  speakAgain: () => ({ certificate: aSecret(120) }),
  setRisk: () => ({ risk: 'high' }),
  endConversation: () => ({ ending: 'goodbye' }),
  closeConversation: (id) => ({ record, archive: archivesOf(id) }),
  notes: () => undefined,
  writeNote: (id) => ({ envelope: id }),
}

const endpoints = Object.entries<unknown>({ ...contract }).filter(
  (entry): entry is [string, Endpoint] => isEndpoint(entry[1]) && entry[1].url.includes(':id'),
)

test('every desk endpoint about one conversation has its line here', () => {
  deepEqual(endpoints.map(([name]) => name).toSorted(), Object.keys(bodies).toSorted())
})

test('a conversation or a ring of somebody else is as if it were not there', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 3 })
  const open = await talks(evening, mina)
  const ended = await talks(evening, mina)
  served(await evening.end(mina, ended.id))
  const closed = await talks(evening, mina)
  served(await evening.end(mina, closed.id))
  served(await evening.close(mina, closed.id))
  const waiting = await evening.aVisitor()
  const ring = await evening.ring(mina)
  equal(ring?.conversation, waiting.id)
  const noor = await evening.aColleague()
  const sam = await evening.aColleague({ role: 'supervisor' })
  const before = await everything(evening)

  for (const { token } of [noor, sam])
    for (const [name, endpoint] of endpoints)
      for (const id of [open.id, ended.id, closed.id, waiting.id, ring?.id ?? '', aStranger]) {
        const body = await bodyOf(name, id)
        const told = await refusal(evening.ask(endpoint, { token, params: { id }, body }))
        equal(told, 'not_found', `${name} of ${id}`)
      }

  deepEqual(await everything(evening), before)
  ok(!evening.logged().includes('incident'))
})

test('what has been closed or given back is no longer there for its counsellor either', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const closed = await talks(evening, mina)
  served(await evening.end(mina, closed.id))
  served(await evening.close(mina, closed.id))
  const given = await talks(evening, mina)
  await evening.pass({ seconds: 61 }, [mina])
  await evening.deadlines()
  equal((await evening.view(given)).state, 'waiting')

  for (const [name, endpoint] of endpoints)
    for (const { id } of [closed, given]) {
      const asked = { token: mina.token, params: { id }, body: await bodyOf(name, id) }
      equal(await refusal(evening.ask(endpoint, asked)), 'not_found', name)
    }
})

test('an id that is none is refused before anything is looked up', async (t) => {
  const evening = await anEvening(t)
  const { token } = await evening.aColleague()
  for (const [name, endpoint] of endpoints)
    for (const id of ['7', 'A0000000-0000-4000-8000-000000000000', "' or 1=1 --", '..%2f..']) {
      const body = await bodyOf(name, aStranger)
      const told = await refusal(
        evening.ask(endpoint, { token, params: { id: encodeURIComponent(id) }, body }),
      )
      equal(told, 'malformed', `${name} of ${id}`)
    }
})

const aStranger = '00000000-0000-4000-8000-000000000000'

async function talks(evening: Evening, colleague: Colleague) {
  const page = await evening.aVisitor()
  equal(await evening.accepts(colleague), page.id)
  return page
}

async function bodyOf(name: string, id: string): Promise<unknown> {
  if (name === 'writeNote') return { envelope: await aSealedNote(id) }
  return bodies[name]?.(id)
}

async function everything({ database }: Evening) {
  const tables = ['conversation', 'offer', 'certificate', 'conversation_key', 'note', 'record']
  const rows = await Promise.all(
    tables.map((table) => database.pool.query(`select t::text from ${table} t order by 1`)),
  )
  return rows.map((one) => one.rows)
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'url' in value && 'door' in value
}
