import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { call } from '@veilleuse/client/call'
import {
  beginSignIn,
  people,
  removePerson,
  signInAsDemo,
  signInByPassphrase,
} from '@veilleuse/contract/account'
import { directory, myEpochKeys } from '@veilleuse/contract/keys'
import { lineKeys } from '@veilleuse/contract/visit'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { rootFingerprint, verifyChain, verifyVisitorChain } from '@veilleuse/sealing/directory'
import { openEpochKey } from '@veilleuse/sealing/epoch-key'
import { importBoxPair } from '@veilleuse/sealing/keys'
import { Secret, TOTP } from 'otpauth'
import { castAnew } from './cast.ts'
import { enrol } from './enrol.ts'
import { notebookIn, type Person } from './notebook.ts'
import { startServer } from './server.ts'
import { readSettings, type Settings } from './settings.ts'
import { unlock, wayOfPassphrase } from './vault.ts'

test('a demo, from its first start to its last', async (t) => {
  const settings = await place(t)
  const { nearby, dataFolder } = settings
  const notebook = notebookIn(dataFolder)

  await t.test(
    'the first start tells where to click, and keeps its secrets private',
    async (step) => {
      const demo = await starts(step, settings)
      assert.match(demo.said(), new RegExp(`${settings.origin}/desk/`))
      for (const name of ['demo.json', 'demo-root.txt', 'server.log']) {
        assert.equal(statSync(join(dataFolder, name)).mode & 0o777, 0o600, name)
      }
      for (const { passphrase } of notesOf(settings).people)
        assert.match(demo.said(), RegExp(passphrase))

      await step.test('a visitor finds keys that the root carries', async () => {
        const given = await call(nearby, lineKeys, { params: { line: 'ecoute' } })
        const chain = given.statements.map(fromBase64url)
        const pin = await rootFingerprint(chain[0] ?? new Uint8Array())
        const { line } = given
        const { epoch } = await verifyVisitorChain(chain, pin, { line, now: new Date() })
        const days = (epoch.validTo.getTime() - Date.now()) / 86_400_000
        assert.ok(days > 6 && days < 8)
      })

      await step.test(
        'everybody enters by a click, and those who answer hold the keys',
        async () => {
          for (const person of notesOf(settings).people) {
            assert.equal(person.oneClick.url, signInAsDemo.url)
            const body = person.oneClick.body
            const { token, me } = await call(nearby, signInAsDemo, { body })
            assert.equal(me.role, person.role)
            const { keys } = await call(nearby, myEpochKeys, { token })
            const kinds = {
              administrator: [],
              coordinator: [],
              counsellor: ['intake'],
              supervisor: ['archive', 'intake'],
            }
            // Of each line they answer on, and of no other.
            assert.equal(me.lines.length, person.on?.length ?? 1)
            const lines = new Set(keys.map((key) => key.line))
            for (const { id } of me.lines)
              assert.deepEqual(
                keys.filter((key) => key.line === id).map((key) => key.kind),
                kinds[person.role],
              )
            assert.ok(me.lines.length >= lines.size)
          }
        },
      )

      await step.test(
        'a counsellor signs in by passphrase and code, and opens the keys',
        async () => {
          const mina = one(settings, 'mina')
          const { me } = await call(nearby, signInAsDemo, { body: { login: 'mina' } })
          const { contents } = await unlock(nearby, mina, me)
          const token = await signsIn(settings, mina)
          const box = await importBoxPair(contents.box, { extractable: false })
          const { statements } = await call(nearby, directory, { token })
          // The pin is the one from the vault: set when enrolling, not what the server says today.
          const { epochs } = await verifyChain(statements.map(fromBase64url), contents.root)
          const { keys } = await call(nearby, myEpochKeys, { token })
          const [epoch] = epochs
          assert.ok(epoch)
          const sealed = fromBase64url(keys[0]?.sealed ?? '')
          const { intake } = await openEpochKey(sealed, box, { epoch, staff: me.id })
          assert.deepEqual(intake.publicKey, epoch.intakeKey)
        },
      )

      await step.test('the administrator’s vault has the root pinned, too', async () => {
        const { me } = await call(nearby, signInAsDemo, { body: { login: 'agathe' } })
        const { contents } = await unlock(nearby, one(settings, 'agathe'), me)
        const { statements } = await call(nearby, directory, await asDemo(settings, 'agathe'))
        assert.deepEqual(contents.root, await rootFingerprint(fromBase64url(statements[0] ?? '')))
      })
    },
  )

  const log = async () =>
    (await call(nearby, directory, await asDemo(settings, 'agathe'))).statements
  let before: readonly string[] = []

  await t.test(
    'a second start is quick and changes nothing; killed, it takes its server along',
    async (step) => {
      const noted = notesOf(settings)
      const demo = await starts(step, settings)
      // Five stretched passphrases take twice as long on any machine that has the time.
      assert.ok(workOf(demo) < 1.5)
      assert.deepEqual(notebook.read(), noted)
      before = await log()

      demo.process.kill('SIGKILL')
      await untilClosed(settings.port)
    },
  )

  await t.test('when its server is killed, it says so and what to do', async (step) => {
    const demo = await starts(step, settings)
    const ended = once(demo.process, 'close')
    const [server] = readFileSync(
      `/proc/${demo.process.pid}/task/${demo.process.pid}/children`,
      'utf8',
    )
      .trim()
      .split(' ')
    process.kill(Number(server), 'SIGKILL')
    assert.deepEqual(await ended, [128 + constants.signals.SIGKILL, null])
    assert.match(demo.said(), /server has ended by itself or was killed \(exit code 137\)/)
    await untilClosed(settings.port)
  })

  await t.test('after a departure, the next start publishes new keys', async (step) => {
    const demo = await starts(step, settings)
    const { token } = await asDemo(settings, 'agathe')
    const { people: team } = await call(nearby, people, { token })
    const noam = team.find((person) => person.alias === 'Noam')
    assert.ok(noam)
    await call(nearby, removePerson, { token, params: { id: noam.id } })
    await demo.stops()

    await starts(step, settings)
    const after = await log()
    assert.equal(after.length, before.length + 1)
    const { lines } = await call(nearby, directory, await asDemo(settings, 'sacha'))
    assert.ok(lines.every(({ rotationDue }) => rotationDue === undefined))
  })

  await t.test('in a folder whose people are not its own it says so and stops', async () => {
    renameSync(join(dataFolder, 'demo.json'), join(dataFolder, 'elsewhere.json'))
    const { process: demo, said } = launch(settings)
    const [code] = await once(demo, 'exit')
    assert.equal(code, 1)
    assert.match(said(), /not this demo's/)
    assert.doesNotMatch(said(), /^\s+at /m)
    await untilClosed(settings.port)
  })
})

test('a set-up that was cut off goes on where it stood', async (t) => {
  const settings = await place(t)
  const { nearby, dataFolder } = settings
  const notebook = notebookIn(dataFolder)

  const server = startServer(settings)
  assert.ok(await server.ready)
  const cast = await castAnew()
  const [agathe] = cast
  assert.ok(agathe)
  const places = { visitor: '', desk: '', origin: '', metrics: '' }
  notebook.write({ ...places, people: cast })
  const link = firstLink(dataFolder)
  await enrol(nearby, agathe, { code: link, notebook })
  server.stop('SIGTERM')
  assert.equal(await server.ended, 0)

  await starts(t, settings)
  const notes = notesOf(settings)
  assert.equal(notes.desk, `${settings.origin}/desk/`)
  assert.ok(notes.people.every((person) => person.totpSecret !== undefined))
  const { token } = await asDemo(settings, 'sacha')
  const { lines } = await call(nearby, directory, { token })
  assert.ok(lines.every(({ rotationDue }) => rotationDue === undefined))
})

async function place(t: TestContext): Promise<Settings> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'veilleuse-demo-'))
  t.after(() => rmSync(dataFolder, { recursive: true, force: true }))
  const port = await freePort()
  const { environment } = readSettings()
  return readSettings({ ...environment, PORT: String(port), VEILLEUSE_DATA: dataFolder })
}

/** One of which the port for metrics, ten thousand further, is free as well. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 10_000)
    if ((await isClosed(port)) && (await isClosed(port + 10_000))) return port
  }
}

type Demo = { readonly process: ChildProcess; readonly said: () => string; stops(): Promise<void> }

/** Starts the demo as `npm start` does, and waits until it tells where to click. */
async function starts(t: TestContext, settings: Settings): Promise<Demo> {
  const demo = launch(settings)
  t.after(() => demo.stops())
  const ended = once(demo.process, 'exit')
  for (;;) {
    const first = await Promise.race([pause(20), ended])
    if (first !== undefined) throw new Error(`The demo ended: ${demo.said()}`)
    if (demo.said().includes('Ctrl-C')) return demo
  }
}

function launch({ environment }: Settings): Demo {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void said.push(text))
  }
  return {
    process: child,
    said: () => said.join(''),
    async stops() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      assert.deepEqual(await ended, [0, null])
    },
  }
}

/** Seconds of work so far, whatever else the machine does; 0 where the system does not tell. */
function workOf({ process: { pid } }: Demo): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Until nobody listens there any more. */
async function untilClosed(port: number): Promise<void> {
  const until = performance.now() + 10_000
  while (performance.now() < until) {
    if (await isClosed(port)) return
    await pause(50)
  }
  throw new Error('The server outlived its demo')
}

async function isClosed(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  })
  socket.destroy()
  return !opened
}

async function asDemo({ nearby }: Settings, login: string): Promise<{ token: string }> {
  const { token } = await call(nearby, signInAsDemo, { body: { login } })
  return { token }
}

async function signsIn({ nearby }: Settings, person: Person): Promise<string> {
  const { login } = person
  const { salt } = await call(nearby, beginSignIn, { body: { login } })
  const { auth } = await wayOfPassphrase(person, salt)
  const secret = Secret.fromBase32(person.totpSecret ?? '')
  // The code of this half minute may have been used up by enrolling.
  const timestamp = Date.now() + 30_000
  const code = new TOTP({ secret }).generate({ timestamp })
  const body = { login, auth: toBase64url(auth), code }
  return (await call(nearby, signInByPassphrase, { body })).token
}

function notesOf({ dataFolder }: Settings) {
  const notes = notebookIn(dataFolder).read()
  assert.ok(notes)
  return notes
}

function one(settings: Settings, login: string): Person {
  const person = notesOf(settings).people.find((entry) => entry.login === login)
  assert.ok(person)
  return person
}

function firstLink(dataFolder: string): string {
  const link = readFileSync(join(dataFolder, 'first-administrator.link'), 'utf8')
  return link.trim().split('#')[1] ?? ''
}
