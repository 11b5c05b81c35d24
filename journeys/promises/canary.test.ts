import { deepEqual, match, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { readPhrase } from '@veilleuse/sealing/phrase'
import { french } from '@veilleuse/sealing/words/french'
import { phone, screen } from '../frame/browser.ts'
import { dumpOf, heapOf, query, reportOf } from './hiding-places.ts'
import {
  aBrowser,
  addresses,
  arrives,
  atDesk,
  behindProxy,
  elsewhere,
  historyOf,
  nothing,
  remembers,
  storageOf,
} from './scene.ts'
import { byteNeedles, needles, shapesIn, tracesIn } from './traces.ts'

test('what was said is nowhere but on the two screens, and there only until the end', async (t) => {
  const place = aPlace(t)
  const { demo, proxy } = await behindProxy(t, { place })
  const wire: Buffer[] = []
  const inBrowser = (name: string, traits: object) =>
    aBrowser(t, { profile: path.join(place, name), origin: proxy.origin, wire, traits })

  const marker = `CANARY-${randomUUID()}`
  const words = (what: string) => `${marker}-é€ ${what}`
  const desk = await inBrowser('desk', screen)
  const mina = await atDesk(desk, { demo, origin: proxy.origin })

  // One conversation that comes to its end and is kept by words.
  const first = await inBrowser('end', phone)
  const lou = await arrives(first, proxy.origin)
  await lou.start()
  await lou.say(words('Je m’appelle Loumaëlle'))
  await mina.accept()
  const talk = mina.conversation()
  await talk.reads(marker)
  await talk.say(words('C’est noté nulle part'))
  await talk.card.getByRole('button', { name: 'Notes de l’équipe' }).click()
  await talk.card.getByRole('textbox', { name: 'Nouvelle note' }).fill(words('Entre nous'))
  await talk.card.getByRole('button', { name: 'Noter', exact: true }).click()
  await talk.card.getByRole('listitem').getByText('Entre nous').waitFor()
  await talk.message.fill(words('Un brouillon'))
  await talk.end('On s’est dit au revoir', words('Ce qui reste'))
  await talk.wrapUp()
  await lou.isAt('Prends soin de toi')
  const kept = await lou.keep()
  deepEqual(await storageOf(lou.page), nothing)
  await first.close()

  // One that is left in one gesture, in the middle of a word.
  const second = await inBrowser('exit', phone)
  const noor = await arrives(second, proxy.origin)
  await noor.start()
  await noor.say(words('Je dois partir'))
  await mina.accept()
  await talk.say(words('À bientôt'))
  await noor.reads('À bientôt')
  await noor.write(words('jamais envoyé'))
  const inTheMiddle = await heapOf(demo, place)
  await noor.exit.click()
  await noor.page.waitForURL(elsewhere)
  await talk.wrapUp()
  await second.close()

  // One that had asked to find the way back in this tab, until its end.
  const third = await inBrowser('stay', phone)
  const zoe = await arrives(third, proxy.origin)
  await zoe.start()
  await zoe.page.getByLabel(/me laisser revenir/).check()
  await zoe.say(words('Si ça coupe'))
  await zoe.page.reload()
  await zoe.reads('Si ça coupe')
  await mina.accept()
  await zoe.isAt('Mina est là, avec toi.')
  await zoe.end()
  deepEqual(await storageOf(zoe.page), nothing)
  await talk.wrapUp()
  await third.close()
  await desk.close()
  await proxy.close()

  const entropy = await entropyOf(kept)
  const said = [
    ...needles(marker, 'words'),
    ...needles('Loumaëlle', 'the name'),
    ...[' ', '-', ', ', '\n', '","', ''].flatMap((between) =>
      needles(kept.join(between), 'the phrase'),
    ),
    ...byteNeedles(entropy),
  ]
  const planted = [...said]
  const tokens = tokensIn(Buffer.concat(wire))
  ok(tokens.length >= 4, 'each of them had a token')
  planted.push(...tokens.flatMap((token) => needles(token, 'a token')))
  const away = addresses.flatMap((address) => needles(address, 'the address'))
  const everything = [...planted, ...away]

  await t.test('not on the wire', () => {
    ok(Buffer.concat(wire).length > 10_000, 'something was said on the wire')
    deepEqual(shapesIn(Buffer.concat(wire), said), [])
  })

  await t.test('not in the database, in any table, in any shape', async () => {
    const dump = await dumpOf(demo)
    ok(dump.length > 10_000, 'the dump is not empty')
    deepEqual(shapesIn(dump, everything), [])
  })

  await t.test('not in its files, its journal included, nor in any log', async () => {
    await query(demo, 'checkpoint')
    deepEqual(tracesIn(demo.folder, everything), [])
    deepEqual(shapesIn(Buffer.from(demo.said()), everything), [])
    deepEqual(tracesIn(path.join(place, 'tmp'), everything), [])
    const metrics = await (await fetch(demo.metrics)).text()
    deepEqual(shapesIn(Buffer.from(metrics), everything), [])
  })

  await t.test('not in the memory of the server, in the middle and afterwards', async () => {
    for (const heap of [inTheMiddle, await heapOf(demo, place)]) {
      ok(heap.includes('veilleuse_waiting'), 'it is the server’s memory')
      deepEqual(shapesIn(heap, everything), [])
    }
  })

  await t.test('not in what a crash would write down', async () => {
    const report = await reportOf(demo, place)
    match(report.toString(), /"javascriptHeap"/)
    deepEqual(shapesIn(report, everything), [])
  })

  await t.test('not in the folders of the browsers, after the end and after leaving fast', () => {
    for (const profile of ['end', 'exit', 'desk', 'stay']) {
      // The desk of somebody who has not signed out keeps its token in its tab.
      const sought = profile === 'desk' ? said : planted
      deepEqual(tracesIn(path.join(place, profile), sought), [], profile)
    }
  })

  await t.test('the history knows that a page was opened, and no more', () => {
    const page = `${proxy.origin}/`
    const seen = (profile: string) => historyOf(path.join(place, profile)).toSorted()
    deepEqual(seen('end'), [page])
    deepEqual(seen('stay'), [page])
    deepEqual(seen('exit'), [page, elsewhere].toSorted())
  })

  await t.test('and the search would have found it in each of these places', async () => {
    const sought = needles(marker)
    await query(demo, 'create table planted (words text)')
    await query(demo, 'insert into planted values ($1)', [words('dans une table')])
    await query(demo, 'checkpoint')
    ok(shapesIn(await dumpOf(demo), sought).length > 0, 'in a table')
    const found = tracesIn(demo.folder, sought)
    ok(
      found.some((trace) => trace.startsWith('postgres/cluster/base/')),
      'in its file',
    )
    ok(
      found.some((trace) => trace.startsWith('postgres/cluster/pg_wal/')),
      'in the journal',
    )
    appendFileSync(path.join(demo.folder, 'server.log'), Buffer.from(marker).toString('base64'))
    ok(tracesIn(demo.folder, sought).some((trace) => /^server\.log: .*base64/.test(trace)))
    const profile = path.join(place, 'careless')
    await remembers(t, { profile, origin: demo.origin, marker })
    ok(tracesIn(profile, sought).length > 0, 'in the folder of a browser')
  })
})

test('a server that writes down what it hears would be found out', async (t) => {
  const place = aPlace(t)
  const careless = path.join(import.meta.dirname, 'careless.ts')
  const { demo, proxy } = await behindProxy(t, { place, loads: careless })
  const wire: Buffer[] = []
  const inBrowser = (name: string, traits: object) =>
    aBrowser(t, { profile: path.join(place, name), origin: proxy.origin, wire, traits })
  const desk = await inBrowser('desk', screen)
  await atDesk(desk, { demo, origin: proxy.origin })
  const lou = await arrives(await inBrowser('phone', phone), proxy.origin)
  await lou.start()
  await Promise.all([lou.context.close(), desk.close()])
  const tokens = tokensIn(Buffer.concat(wire)).flatMap((token) => needles(token, 'a token'))
  const away = addresses.flatMap((address) => needles(address, 'the address'))
  ok(shapesIn(Buffer.from(demo.said()), tokens).length > 0, 'a token in its log')
  ok(shapesIn(Buffer.from(demo.said()), away).length > 0, 'an address in its log')
})

function aPlace(t: TestContext): string {
  const place = mkdtempSync(path.join(tmpdir(), 'veilleuse-canary-'))
  t.after(() => rmSync(place, { recursive: true, force: true }))
  return place
}

/** What opens a session: nobody but the page that holds it may have it. */
function tokensIn(wire: Buffer): readonly string[] {
  const found = wire.toString('latin1').matchAll(/(?:Bearer |"token":")([\w-]{20,})/g)
  return [...new Set([...found].map(([, token = '']) => token))]
}

async function entropyOf(words: readonly string[]): Promise<Buffer> {
  const read = await readPhrase(words.join(' '), french)
  if (read.state !== 'read') throw new Error('the words that were shown do not read')
  return Buffer.from(read.entropy)
}
