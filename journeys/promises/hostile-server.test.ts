import { deepEqual, equal, ok } from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { root } from '../frame/demo.ts'
import { aStage } from './lies/stage.ts'
import { documentOf, documentPath, type Row, untold } from './lies/table.ts'
import type { Telling } from './lies/telling.ts'
import { toCounsellors } from './lies/to-counsellors.ts'
import { toVisitors } from './lies/to-visitors.ts'
import { truthfully } from './lies/truthfully.ts'
import { needles, shapesIn } from './traces.ts'

// Set to write the document anew from what a run yields.
const writing = process.env['VEILLEUSE_WRITE'] !== undefined

test('a server that lies is refused, or noticed, or found out at the next message', async (t) => {
  const stage = await aStage(t)
  const { proxy } = stage
  const rows: Row[] = []
  const noam = await stage.noam()
  await noam.takesSeat()

  await t.test('told the truth, the same way carries a whole conversation', async () => {
    await truthfully(stage)
    equal(proxy.told(), 0)
  })
  for (const telling of toCounsellors) await tell(telling)
  await noam.goesHome()
  for (const telling of toVisitors) await tell(telling)

  await t.test('no word anybody wrote has left in the clear', () => {
    const sent = Buffer.concat(
      proxy.sent.map(({ bytes, to }) => Buffer.concat([bytes, Buffer.from(to)])),
    )
    ok(sent.length > 10_000 && stage.planted.length > 20, 'something was sent')
    deepEqual(
      shapesIn(
        sent,
        stage.planted.flatMap((words) => needles(words)),
      ),
      [],
    )
  })

  await t.test('no page broke, and neither did the proxy', () => {
    deepEqual(stage.faults, [])
    deepEqual(proxy.faults, [])
  })

  await t.test('and the document says what came of it', () => {
    deepEqual(untold(rows), [])
    const file = path.join(root, documentPath)
    const yielded = documentOf(rows)
    if (writing) writeFileSync(file, yielded)
    const stands = existsSync(file) ? readFileSync(file, 'utf8') : ''
    equal(stands, yielded, `VEILLEUSE_WRITE=1 npm test -- promises writes ${documentPath}`)
  })

  async function tell(telling: Telling) {
    await t.test(`${telling.lie}, told to a ${telling.to}`, async () => {
      try {
        rows.push({ ...telling, seen: await telling.play(stage) })
        ok(proxy.told() > 0, 'the lie was told')
      } finally {
        proxy.relent()
      }
      const { seen } = rows.at(-1) ?? { seen: '' }
      if (telling.to === 'visitor') ok(!/error|fail|invalid|code|\d{3}/i.test(seen), seen)
    })
  }
})
