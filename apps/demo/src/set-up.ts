import { join } from 'node:path'
import { call, Refused } from '@veilleuse/client/call'
import { beginEnrolment, invite, signOut } from '@veilleuse/contract/account'
import { directory } from '@veilleuse/contract/keys'
import type { Line } from '@veilleuse/contract/line'
import { staffKeys } from '@veilleuse/sealing/vault-contents'
import { castAnew } from './cast.ts'
import { enrol, enter, type Session } from './enrol.ts'
import { ensureAuthority, ensureInDirectory, publishDue } from './line-keys.ts'
import { ensureLines } from './lines.ts'
import { type Notebook, type Notes, type Person, textOf } from './notebook.ts'
import { ensurePinned, ensureRoot, readRootKey } from './root.ts'
import type { Settings } from './settings.ts'
import { unlock } from './vault.ts'

/** What stands in the way of the demo, in a sentence for people. */
export class Obstacle extends Error {}

/**
 * Brings the demo to where somebody can click. Each step looks first whether it is done, so that a
 * set-up that was interrupted goes on, and a second start does next to nothing: no passphrase is
 * stretched then, unless keys are due.
 */
export async function setUp(settings: Settings, notebook: Notebook): Promise<Notes> {
  const { nearby } = settings
  const noted = notebook.read()
  const supervisor = noted && (await enter(nearby, only(noted, 'supervisor')))
  if (noted && supervisor) {
    const { lines } = await call(nearby, directory, { token: supervisor.token })
    await call(nearby, signOut, { token: supervisor.token })
    const notes = { ...placesOf(settings), people: noted.people }
    notebook.write(notes)
    if (lines.every(({ rotationDue }) => rotationDue !== 'none')) {
      if (lines.some(({ rotationDue }) => rotationDue)) await rotate(settings, notes)
      return notes
    }
  }
  // Looked at before anything is written: a demo.json may only be mislaid.
  if (!noted) await firstCode(settings)
  const notes = { ...placesOf(settings), people: noted?.people ?? (await castAnew()) }
  notebook.write(notes)
  await enrolAll(settings, { notes, notebook })
  return notebook.read() ?? notes
}

/** Publishes new keys in the supervisor's name, if they are due. */
export async function rotateIfDue(settings: Settings, notes: Notes): Promise<void> {
  const session = await enter(settings.nearby, only(notes, 'supervisor'))
  if (!session) return
  const { token } = session
  const { lines } = await call(settings.nearby, directory, { token })
  await call(settings.nearby, signOut, { token })
  if (lines.some(({ rotationDue }) => rotationDue)) await rotate(settings, notes)
}

async function enrolAll(
  settings: Settings,
  { notes, notebook }: { notes: Notes; notebook: Notebook },
): Promise<void> {
  const { nearby, dataFolder } = settings
  const first = only(notes, 'administrator')
  const administrator =
    (await enter(nearby, first)) ??
    (await enrol(nearby, first, { code: await firstCode(settings), notebook }))
  const pin = await ensureRoot(settings, administrator)
  await ensurePinned(nearby, { person: first, session: administrator, pin })

  const lines = await ensureLines(nearby, administrator.token)
  const others: Session[] = []
  for (const person of notes.people.filter((one) => one !== first)) {
    others.push(await enterOrEnrol(nearby, person, { administrator, lines, notebook }))
  }
  const supervisor = others.find((one) => one.me.role === 'supervisor')
  if (!supervisor) throw new Error('The cast has no supervisor')

  const root = () => readRootKey(dataFolder)
  await ensureAuthority({ nearby, token: administrator.token, pin }, { supervisor, root })
  const authority = await authorityKey(nearby, only(notes, 'supervisor'), supervisor)
  const reader = { nearby, token: supervisor.token, pin }
  await ensureInDirectory(reader, { authority, team: others })
  await publishDue(reader, authority)
  for (const { token } of [administrator, ...others]) await call(nearby, signOut, { token })
}

async function enterOrEnrol(
  nearby: string,
  person: Person,
  {
    administrator,
    lines,
    notebook,
  }: { administrator: Session; lines: readonly Line[]; notebook: Notebook },
): Promise<Session> {
  const entered = await enter(nearby, person)
  if (entered) return entered
  const { token } = administrator
  const { login, alias, role, on } = person
  const answered = on && lines.filter(({ slug }) => on.includes(slug)).map(({ id }) => id)
  const body = { login, alias, role, ...(answered && { lines: answered }) }
  const { code } = await call(nearby, invite, { token, body })
  return enrol(nearby, person, { code, notebook })
}

async function rotate({ nearby }: Settings, notes: Notes): Promise<void> {
  const person = only(notes, 'supervisor')
  const session = await enter(nearby, person)
  if (!session) throw new Error('The demo’s supervisor is gone')
  const { contents } = await unlock(nearby, person, session.me)
  const { signing } = await staffKeys(contents)
  const { token } = session
  // The pin is the vault's own: nothing the server says can move it.
  const reader = { nearby, token, pin: contents.root }
  await publishDue(reader, signing)
  await call(nearby, signOut, { token })
}

async function authorityKey(nearby: string, person: Person, { me }: Session) {
  const { contents } = await unlock(nearby, person, me)
  return (await staffKeys(contents)).signing
}

function only({ people }: Notes, role: Person['role']): Person {
  const person = people.find((one) => one.role === role)
  if (!person) throw new Obstacle(`demo.json names no ${role}. Remove it to begin anew.`)
  return person
}

/** The code in the link the server wrote for the very first administrator, if it still works. */
async function firstCode({ nearby, dataFolder }: Settings): Promise<string> {
  const link = textOf(join(dataFolder, 'first-administrator.link')) ?? ''
  const code = /#([\w-]{43})\s*$/.exec(link)?.[1]
  try {
    if (code !== undefined) {
      await call(nearby, beginEnrolment, { body: { code } })
      return code
    }
  } catch (error) {
    // The link has been used, so there are people, yet none that we know.
    if (!(error instanceof Refused && error.problem === 'not_found')) throw error
  }
  throw new Obstacle(
    `The people in ${dataFolder} are not this demo's. Set VEILLEUSE_DATA to another folder, or remove this one to begin anew.`,
  )
}

function placesOf({ origin, metrics }: Settings): Omit<Notes, 'people'> {
  return { visitor: `${origin}/`, desk: `${origin}/desk/`, origin, metrics }
}
