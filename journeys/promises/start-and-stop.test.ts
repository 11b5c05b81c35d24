import {
  deepEqual,
  doesNotMatch,
  equal,
  match,
  notDeepEqual,
  ok,
  rejects,
} from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { fromBase64url } from '@veilleuse/sealing/bytes'
import { rootFingerprint } from '@veilleuse/sealing/directory'
import { lineKeys } from '@veilleuse/contract/visit'
import { call } from '@veilleuse/client/call'
import { until } from '@veilleuse/testkit/until'
import { aVisitor } from '@veilleuse/testkit/visitor'
import { aColleague } from '../frame/colleague.ts'
import { aDemo, type Demo } from '../frame/demo.ts'

test('it starts quickly, stops whole, and rises from a loss of power', async (t) => {
  const demo = await opened(t)

  await t.test('Ctrl-C stops everything, the database too', async () => {
    deepEqual(await demo.stop(), 0)
    deepEqual(processesIn(demo.folder), [])
  })

  await t.test('the second start is ready within five seconds', async () => {
    // What else the machine does can only make a start longer: the shortest of three counts.
    const took = [await demo.start()]
    while (Math.min(...took) >= 5000 && took.length < 3) {
      await demo.stop()
      took.push(await demo.start())
    }
    ok(Math.min(...took) < 5000, `they took ${took.map(Math.round).join(', ')} ms`)
  })

  await t.test('after a loss of power in mid-sentence nobody has lost a word', async (step) => {
    const { origin } = demo
    const pin = await pinOf(demo)
    const mina = await aColleague(demo, 'mina')
    step.after(mina.leave)
    const [lou, noor] = [await aVisitor(origin, { pin }), await aVisitor(origin, { pin })]
    for (const visitor of [lou, noor]) step.after(visitor.close)
    await lou.say('Tu es là ?')
    const id = await mina.acceptNext()
    await mina.say(id, 'Oui.')
    await until(() => lou.heard().length === 2, { called: 'the answer' })
    await until(() => noor.view().state === 'waiting')

    await demo.kill('everything')
    deepEqual(processesIn(demo.folder), [])
    // Written while nothing is there to receive it.
    await lou.say('Je continue d’écrire.')
    await mina.say(id, 'Moi aussi.')
    await demo.start()

    await until(() => lou.heard().some(({ text }) => text === 'Moi aussi.'), patient)
    await until(() => mina.heard(id).some(({ text }) => text === 'Je continue d’écrire.'), patient)
    deepEqual([lou.unsent(), mina.unsent()], [[], []])
    equal(lou.view().state, 'open')
    equal(noor.view().state, 'waiting')
  })

  await t.test('two copies live side by side', async (step) => {
    const other = await opened(step)
    const both = [demo, other]
    const pins = await Promise.all(both.map(pinOf))
    ok(Buffer.compare(Buffer.from(pins[0] ?? ''), Buffer.from(pins[1] ?? '')) !== 0)
    const colleague = await aColleague(other, 'noam')
    step.after(colleague.leave)
    const visitor = await aVisitor(other.origin, { pin: await pinOf(other) })
    step.after(visitor.close)
    await colleague.acceptNext()
    await until(() => visitor.view().state === 'open')
    equal(await other.stop(), 0)
    deepEqual(processesIn(other.folder), [])
    ok((await fetch(`${demo.origin}/healthz`)).ok)
  })

  await t.test(
    'a port that is taken is told in a sentence, and nothing is left running',
    async (step) => {
      const other = await aDemo({ environment: { PORT: String(demo.port) } })
      step.after(() => other.end())
      await rejects(other.start())
      match(other.said(), RegExp(`Port ${demo.port} is taken by another program.* set PORT`))
      doesNotMatch(other.said(), /^ +at /m)
      deepEqual(processesIn(other.folder), [])
    },
  )

  await t.test(
    'a database that a killed server has left is stopped by the next command',
    async () => {
      await demo.kill('server')
      notDeepEqual(processesIn(demo.folder), [])
      await demo.command('migrate')
      deepEqual(processesIn(demo.folder), [])
    },
  )
})

const patient = { seconds: 30, called: 'what was written without a server' }

async function opened(t: TestContext): Promise<Demo> {
  const demo = await aDemo()
  t.after(() => demo.end())
  await demo.start()
  return demo
}

async function pinOf({ origin }: Demo): Promise<Uint8Array> {
  const { statements } = await call(origin, lineKeys, { params: { line: 'ecoute' } })
  return rootFingerprint(fromBase64url(statements[0] ?? ''))
}

/** What the machine runs out of this folder: the server, and PostgreSQL, whose command names it. */
function processesIn(folder: string): readonly string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  const noted = databasePid(folder)
  return (
    stdout
      .split('\n')
      // The dead whom nobody has buried yet run no more.
      .filter((line) => !line.includes('<defunct>'))
      .filter((line) => line.includes(folder) || (noted && line.trim().startsWith(`${noted} `)))
  )
}

function databasePid(folder: string): number | undefined {
  try {
    const file = path.join(folder, 'postgres/cluster/postmaster.pid')
    return Number(readFileSync(file, 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}
