import { deepEqual, equal, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { collide } from './collide.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { leaks } from './leaks.ts'

leaks()

test('what one test writes, the next does not see', async (t) => {
  const first = await freshDatabase(t)
  const second = await freshDatabase(t)

  await first.pool.query('create table visit (id text)')

  const { rows } = await second.pool.query(`select to_regclass('visit') as found`)
  deepEqual(rows, [{ found: null }])
})

test('requests that meet at a row are let go together', async (t) => {
  const db = await freshDatabase(t)
  await aCounter(db)
  const addOne = async () => {
    const before = await db.pool.query('select taken from counter')
    await db.pool.query('update counter set taken = $1', [before.rows[0].taken + 1])
  }

  await collide(db, { table: 'counter', id: 'places' }, [addOne, addOne])

  // Both read 0 before either wrote: the mistake that two requests one after the other would hide.
  const { rows } = await db.pool.query('select taken from counter')
  deepEqual(rows, [{ taken: 1 }])
})

test('a collision that does not happen is a failure, not a pass', async (t) => {
  const db = await freshDatabase(t)
  await aCounter(db)
  const looksOnly = () => db.pool.query('select taken from counter')

  await rejects(
    collide(db, { table: 'counter', id: 'places' }, [looksOnly, looksOnly]),
    /Only 0 of 2 requests came to wait/,
  )
})

test('the results of a collision come in the order of the requests', async (t) => {
  const db = await freshDatabase(t)
  await aCounter(db)
  const take = (who: string) => async () => {
    await db.pool.query('update counter set taken = taken + 1')
    return who
  }

  const order = await collide(db, { table: 'counter', id: 'places' }, [take('Mina'), take('Ada')])

  deepEqual(order, ['Mina', 'Ada'])
  const { rows } = await db.pool.query('select taken from counter')
  equal(rows[0].taken, 2)
})

async function aCounter(db: TestDatabase) {
  await db.pool.query('create table counter (id text primary key, taken int not null)')
  await db.pool.query(`insert into counter values ('places', 0)`)
}
