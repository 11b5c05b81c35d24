import { deepEqual, doesNotMatch, equal, match, notEqual, ok, rejects } from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { alive } from './process-facts.ts'
import { StartRefused } from './refused.ts'
import { type Postgres, type PostgresEvent, startPostgres } from './start-postgres.ts'

test('the first start makes a database that keeps what it acknowledged', async (t) => {
  const { postgres, events } = await started(t, aFolder())

  const { rows } = await ask(
    postgres,
    `select current_user as who, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as tcp,
       (select rolsuper from pg_roles where rolname = current_user) as almighty`,
  )

  deepEqual(rows, [{ who: 'veilleuse', fsync: 'on', commit: 'on', tcp: '', almighty: false }])
  deepEqual(kinds(events), ['postgres.created', 'postgres.started'])
})

test('a second start finds the rows of the first', async (t) => {
  const folder = aFolder()
  const first = await started(t, folder)
  await aNote(first.postgres, 'kept')
  await first.postgres.stop()

  const { postgres, events } = await started(t, folder)

  deepEqual(await notes(postgres), ['kept'])
  deepEqual(kinds(events), ['postgres.started'])
})

test('a database that outlived a killed Veilleuse is taken over, with its rows', async (t) => {
  const folder = aFolder()
  const veilleuse = await aProcess(t, folder)
  const ready = await veilleuse.said('ready')
  await aNote(ready, 'acknowledged')
  veilleuse.process.kill('SIGKILL')
  await once(veilleuse.process, 'exit')

  const { postgres, events } = await started(t, folder)

  deepEqual(events, [{ type: 'postgres.adopted', pid: ready.pid }])
  deepEqual(await notes(postgres), ['acknowledged'])
  await postgres.stop()
  equal(alive(Number(ready.pid)), false)
})

test('a database that dies under us comes back with its rows', async (t) => {
  const { postgres, events } = await started(t, aFolder())
  await aNote(postgres, 'acknowledged')
  const lost = postgres.pid()

  process.kill(lost, 'SIGKILL')
  await until(() => kinds(events).includes('postgres.back'))

  notEqual(postgres.pid(), lost)
  deepEqual(await notes(postgres), ['acknowledged'])
  ok(kinds(events).includes('postgres.lost'))
})

test('a database taken over from a killed Veilleuse comes back too when it dies', async (t) => {
  const folder = aFolder()
  const veilleuse = await aProcess(t, folder)
  const ready = await veilleuse.said('ready')
  await aNote(ready, 'acknowledged')
  veilleuse.process.kill('SIGKILL')
  await once(veilleuse.process, 'exit')
  const { postgres, events } = await started(t, folder)

  process.kill(postgres.pid(), 'SIGKILL')
  await until(() => kinds(events).includes('postgres.back'))

  deepEqual(await notes(postgres), ['acknowledged'])
})

test('of two Veilleuse started at once on one folder, one runs and the other is told', async (t) => {
  const folder = aFolder()

  const [one, two] = [await aProcess(t, folder), await aProcess(t, folder)]
  const outcomes = await Promise.all([one.said('ready', 'refused'), two.said('ready', 'refused')])

  deepEqual(outcomes.map((said) => said.type).toSorted(), ['ready', 'refused'])
  const runs = outcomes[0]?.type === 'ready' ? one : two
  const why = outcomes.find((said) => said.type === 'refused')?.why ?? ''
  match(why, new RegExp(`already runs on .* \\(process ${runs.process.pid}\\)`))
})

test('a lock whose number now belongs to another process holds nobody up', async (t) => {
  const folder = aFolder()
  mkdirSync(path.join(folder, 'postgres'))
  const stranger = { pid: process.pid, birth: 'another life' }
  writeFileSync(path.join(folder, 'postgres/lock.7'), JSON.stringify(stranger))

  const { events } = await started(t, folder)

  deepEqual(kinds(events), ['postgres.created', 'postgres.started'])
})

test('a left-over pid that now belongs to another process is not taken for a server', async (t) => {
  const folder = aFolder()
  const first = await started(t, folder)
  await aNote(first.postgres, 'kept')
  await first.postgres.stop()
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' })
  t.after(() => stranger.kill())
  const noted = [
    stranger.pid,
    path.join(folder, 'postgres/cluster'),
    1,
    5432,
    '/nowhere',
    '',
    1,
    '',
  ]
  writeFileSync(path.join(folder, 'postgres/cluster/postmaster.pid'), noted.join('\n'))

  const { postgres, events } = await started(t, folder)

  deepEqual(kinds(events), ['postgres.started'])
  deepEqual(await notes(postgres), ['kept'])
  equal(alive(Number(stranger.pid)), true)
})

test('a start cut off while the database was being made is begun anew', async (t) => {
  const folder = aFolder()
  mkdirSync(path.join(folder, 'postgres/unfinished/cluster'), { recursive: true })
  writeFileSync(path.join(folder, 'postgres/unfinished/cluster/PG_VERSION'), '18')

  const { events } = await started(t, folder)

  deepEqual(kinds(events), ['postgres.created', 'postgres.started'])
})

test('Ctrl-C in the terminal reaches Veilleuse alone, which then stops the database', async (t) => {
  const veilleuse = await aProcess(t, aFolder())
  const ready = await veilleuse.said('ready')

  // To the whole group, as a terminal does.
  process.kill(-Number(veilleuse.process.pid), 'SIGINT')
  await veilleuse.said('postgres.stopped')

  deepEqual(
    veilleuse.heard.map((said) => said.type),
    ['postgres.created', 'postgres.started', 'ready', 'postgres.stopped'],
  )
  equal(alive(Number(ready.pid)), false)
})

test('a data folder too deep for a socket is no obstacle', async (t) => {
  const folder = path.join(aFolder(), 'deep'.repeat(30))

  const { postgres } = await started(t, folder)

  await aNote(postgres, 'kept')
  ok(!postgres.options.host.startsWith(folder))
  await postgres.stop()
  await rejects(ask(postgres, 'select 1'), /ENOENT/)
})

test('without the passwords the start is refused in plain words', async (t) => {
  const folder = aFolder()
  const first = await started(t, folder)
  await first.postgres.stop()
  rmSync(path.join(folder, 'postgres/keys.json'))

  await rejects(
    startPostgres({ dataFolder: folder, log: () => undefined }),
    (error) => error instanceof StartRefused && /keys.json is missing/.test(error.message),
  )
})

test('the log of the database names a fault without quoting what was written', async (t) => {
  const folder = aFolder()
  const { postgres } = await started(t, folder)
  await ask(postgres, 'create table note (words text primary key)')
  await ask(postgres, `insert into note values ('nobody may read this')`)

  await rejects(ask(postgres, `insert into note values ('nobody may read this')`), /duplicate/)

  const log = readFileSync(path.join(folder, 'postgres/server.log'), 'utf8')
  match(log, /duplicate key value/)
  doesNotMatch(log, /nobody may read this/)
})

// The rest is about root, who may not run PostgreSQL, and can only be seen as root.
if (process.getuid?.() === 0) {
  test('root may keep the data where no other user can go', async (t) => {
    const folder = aFolder()
    chmodSync(folder, 0o700)
    const first = await started(t, folder)
    await aNote(first.postgres, 'kept')
    await first.postgres.stop()

    const { postgres } = await started(t, folder)

    deepEqual(await notes(postgres), ['kept'])
  })

  test('a folder that root shuts or opens later keeps its rows', async (t) => {
    const folder = aFolder()
    const open = await started(t, folder)
    await aNote(open.postgres, 'kept')
    await open.postgres.stop()

    chmodSync(folder, 0o700)
    const shut = await started(t, folder)
    deepEqual(await notes(shut.postgres), ['kept'])
    await shut.postgres.stop()

    chmodSync(folder, 0o755)
    const again = await started(t, folder)
    deepEqual(await notes(again.postgres), ['kept'])
  })
}

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-postgres-'))
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

async function started(t: TestContext, dataFolder: string) {
  const events: PostgresEvent[] = []
  const postgres = await startPostgres({ dataFolder, log: (event) => void events.push(event) })
  t.after(() => postgres.stop())
  return { postgres, events }
}

type Said = {
  readonly type: string
  readonly pid?: number
  readonly why?: string
  readonly connectionString?: string
}

/** A Veilleuse of its own, in a process group of its own as a shell would give it. */
async function aProcess(t: TestContext, folder: string) {
  const fixture = path.join(import.meta.dirname, 'start-postgres.fixture.ts')
  const child = spawn(process.execPath, [fixture, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  t.after(() => stopped(child))
  const heard: Said[] = []
  createInterface({ input: child.stdout }).on('line', (line) => heard.push(JSON.parse(line)))
  async function said(...types: readonly string[]): Promise<Said> {
    const found = () => heard.find(({ type }) => types.includes(type))
    await until(() => found() !== undefined)
    return found() ?? { type: 'silent' }
  }
  return { process: child, heard, said }
}

async function stopped(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGINT')
  await once(child, 'exit')
}

async function ask(postgres: { readonly connectionString?: string }, question: string) {
  const client = new pg.Client(postgres.connectionString)
  await client.connect()
  try {
    return await client.query(question)
  } finally {
    await client.end()
  }
}

async function aNote(postgres: { readonly connectionString?: string }, words: string) {
  await ask(postgres, `create table note (words text); insert into note values ('${words}')`)
}

async function notes(postgres: Postgres): Promise<readonly string[]> {
  const { rows } = await ask(postgres, 'select words from note')
  return rows.map((row: { words: string }) => row.words)
}

function kinds(events: readonly PostgresEvent[]) {
  return events.map((event) => event.type)
}

async function until(done: () => boolean) {
  const limit = performance.now() + 20_000
  while (!done()) {
    if (performance.now() > limit) throw new Error('It did not come to pass in 20 s')
    await pause(20)
  }
}
