import { deepEqual, equal, ok } from 'node:assert/strict'
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { aNight, answersOf, type Night, numbersOf, writes, writesAtDesk } from './night.fixture.ts'
import { hashToken } from './platform/ids.ts'

leaks()

const MiB = 1024 * 1024

test('P-33 two thousand pages that come back at the same moment are all welcomed, and cost little', async (t) => {
  const many = 2000
  const night = await aNight(t)
  const tokens = await waiting(night, many)
  const crowd = fork(path.join(import.meta.dirname, 'crowd.fixture.ts'))
  t.after(() => crowd.kill())
  const settled = async () => {
    const [tries] = await once(crowd, 'message')
    await until(() => night.board.hub.visitors.keys().length === many, { seconds: 30 })
    return Number(tries)
  }
  const rss = () => process.memoryUsage().rss
  const [before, resident] = [kept(), rss()]
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, rss() - resident)), 20)
  t.after(() => clearInterval(watch))

  crowd.send({ what: 'come', address: `${night.origin}/visit/socket`, tokens })
  await settled()
  const calm = kept()
  // As when the server's network was away for a moment: everybody at once.
  crowd.send({ what: 'lose the line' })
  const tries = await settled()
  const after = kept()
  crowd.send({ what: 'go' })
  await once(crowd, 'exit')
  await until(() => night.board.hub.visitors.keys().length === 0, { seconds: 30 })

  const told = [calm - before, after - before, most].map(
    (bytes) => `${Math.round(bytes / MiB)} MiB`,
  )
  t.diagnostic(`more when there, after, at most: ${told.join(', ')}; ${tries / many} tries each`)
  // A page that waits costs some ten kilobytes (npm run bench); with four times that it is 80 MiB.
  ok(calm - before < 80 * MiB, `${told[0]} when there`)
  // Nothing is left of the sockets they had before.
  ok(after - calm < 20 * MiB, `${told[1]} after`)
  // Two thousand greetings under way at once, each with its socket, what is read for it and its
  // welcome: some hundred kilobytes each at the worst, and as much again that the collector leaves
  // lying while the machine has room. It was 290 to 440 MiB; what is held without end goes beyond.
  ok(most < 800 * MiB, `${told[2]} at most`)
  deepEqual(night.incidents, [])
})

test('P-18 a conversation in fifty tabs on both sides is the same in each', async (t) => {
  const night = await aNight(t)
  const { visitor, colleague, id } = await night.anOpenTalk()
  const pages = Array.from({ length: 50 }, () => night.page(visitor))
  const desks = Array.from({ length: 50 }, () => night.deskOf(colleague))
  const all = [...pages, ...desks]
  for (const socket of all) await socket.one('live')
  const [mine, theirs] = [writes(visitor), await writesAtDesk(id)]
  for (let i = 0; i < 5; i++) {
    pages[7 * i]?.send((await mine('from another tab each time')).frame)
    desks[9 * i]?.send((await theirs('and from another desk')).frame)
    await until(() => all.filter((socket) => answersOf(socket).length > 0).length >= 2 * i + 1)
  }
  const known = (socket: (typeof all)[number]) => [
    ...numbersOf(socket),
    ...socket.all('ack').map((ack) => Number(ack['seq'])),
  ]
  await until(() => all.every((socket) => known(socket).length === 10))
  for (const socket of all)
    deepEqual(
      known(socket).toSorted((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    )
  // One that is closed is one less; the person is there until the last.
  for (const page of pages.slice(1)) page.close()
  await until(() => night.board.hub.visitors.at(id).length === 1)
  equal((await night.view(visitor)).state, 'open')
})

test('P-34 a page that slept for eight hours is told what became of it, and no word is lost', async (t) => {
  const night = await aNight(t)
  const { visitor, colleague, id } = await night.anOpenTalk()
  const [page, desk] = [night.page(visitor), night.deskOf(colleague)]
  await Promise.all([page.one('live'), desk.one('live')])
  page.send((await writes(visitor)('before I fell asleep')).frame)
  await page.one('ack')
  page.close()
  await until(() => night.board.hub.visitors.at(id).length === 0)

  // The counsellor was there a little longer, and said so.
  desk.send((await (await writesAtDesk(id))('sleep well')).frame)
  await until(() => desk.all('ack').length === 1)
  desk.close()
  await night.pass({ minutes: 5 }, [visitor, colleague])
  await night.deadlines()
  night.clock.pass({ hours: 8 })
  await night.deadlines()

  const back = night.page(visitor, 1)
  const { view } = await back.one('welcome')
  await back.one('live')
  deepEqual(numbersOf(back), [2], 'what was said while it slept')
  const state = (await night.view(visitor)).state
  deepEqual(view, await night.view(visitor))
  const late = await writes(visitor)('are you still there')
  back.send(late.frame)
  await until(() => answersOf(back).length === 1)
  // Either the place is still there and the words are stored, or it is over and they stay with who
  // wrote them; never both, never neither.
  deepEqual(answersOf(back), [state === 'closed' ? 'conversation_closed' : 'ack 3'])
  deepEqual(night.incidents, [])
})

/** Bytes that are in use once the collector has been through. */
function kept(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** As many who wait, put there as they would be had they come one after another; their tokens. */
async function waiting(night: Night, many: number): Promise<readonly string[]> {
  const one = await night.aVisitor()
  const others = Array.from({ length: many - 1 }, () => randomBytes(32).toString('base64url'))
  await night.database.pool.query(
    `insert into conversation
     select (jsonb_populate_record(c, jsonb_build_object(
       'id', gen_random_uuid(), 'visitor_hash', hash,
       'arrived_at', c.arrived_at + number * interval '1 millisecond'))).*
     from conversation c, unnest($2::text[]) with ordinality as other (hash, number)
     where c.id = $1`,
    [one.id, others.map((token) => `\\x${hashToken(token).toString('hex')}`)],
  )
  return [one.token, ...others]
}
