import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { aDesk } from '@veilleuse/testkit/counsellor'
import { aHelpline } from '@veilleuse/testkit/helpline'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { aVisitor } from '@veilleuse/testkit/visitor'
import pg from 'pg'
import { locks } from '../platform/locks.ts'

leaks()

test('a database that was away for long takes no counsellor for gone, and no visitor', async (t) => {
  const { origin, clock, database, team } = await aHelpline(t)
  const { pin } = team.root
  const mina = await aDesk(origin, { member: team.mina, pin, now: clock.now })
  t.after(() => mina.leave())
  const [lou, noor] = [
    await aVisitor(origin, { pin, now: clock.now }),
    await aVisitor(origin, { pin, now: clock.now }),
  ]
  for (const visitor of [lou, noor]) t.after(visitor.close)
  await mina.accept(await until(() => mina.offers()[0]))

  // While it is away nobody can write down that they are there.
  const away = new pg.Client(database.url)
  await away.connect()
  t.after(() => away.end())
  const taken = away.query('select pg_advisory_lock($1)', [locks.keeper])
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'veilleuse keeper'`,
  )
  await taken
  clock.pass({ minutes: 20 })
  await away.query('select pg_advisory_unlock($1)', [locks.keeper])
  await until(() => isKept(away), { called: 'somebody keeps the deadlines again' })
  // Each of the deadlines would have been looked at by then.
  await new Promise((done) => setTimeout(done, 1500))

  const { rows } = await database.pool.query('select state from conversation order by state')
  equal(rows.map(({ state }) => state).join(), 'open,waiting')
})

async function isKept(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ kept: boolean }>(
    `select exists (select from pg_locks where locktype = 'advisory' and objid = $1 and granted) as kept`,
    [locks.keeper],
  )
  return rows[0]?.kept === true
}
