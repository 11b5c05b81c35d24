import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { StartRefused } from './refused.ts'

/** As whom PostgreSQL runs; it refuses to run as root. */
export type RunAs =
  | { readonly kind: 'self' }
  | {
      readonly kind: 'account'
      readonly name: string
      readonly uid: number
      readonly gid: number
    }
  /** Still our own user to the system, but shown to PostgreSQL as a nameless one without powers. */
  | { readonly kind: 'namespace'; readonly shownAs: number }

type Account = Extract<RunAs, { kind: 'account' }>

export type Ground = {
  readonly native: string
  readonly home: string
  /** The uid that owns the cluster: the memory of what was chosen when it was made. */
  readonly clusterOwner: number | undefined
  /** Copies the programs to where an account can reach them, and says where. */
  copyBinaries(): string
}

export const searchPath =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin'

/** How to start a program of PostgreSQL as that user. Nothing of our environment goes along. */
export function launchAs(runAs: RunAs, program: string, args: readonly string[]) {
  const options = { cwd: '/', env: { PATH: searchPath, LC_ALL: 'C' } }
  switch (runAs.kind) {
    case 'self':
      return { command: program, args: [...args], options }
    case 'account':
      return {
        command: program,
        args: [...args],
        options: { ...options, uid: runAs.uid, gid: runAs.gid },
      }
    case 'namespace': {
      const map = [`--map-user=${runAs.shownAs}`, `--map-group=${runAs.shownAs}`]
      return { command: 'unshare', args: ['--user', ...map, '--', program, ...args], options }
    }
  }
}

/** The uid and gid that files of the database must have; undefined for our own. */
export function ownerFor(runAs: RunAs): { uid: number; gid: number } | undefined {
  return runAs.kind === 'account' ? { uid: runAs.uid, gid: runAs.gid } : undefined
}

/** As whom PostgreSQL can run here, and from which folder of programs. */
export function chooseRunAs(ground: Ground): { runAs: RunAs; native: string } {
  const own = process.getuid?.() ?? -1
  return own === 0 ? chooseForRoot(ground) : chooseForOthers(ground, own)
}

function chooseForOthers(ground: Ground, own: number): { runAs: RunAs; native: string } {
  const { clusterOwner, native } = ground
  if (clusterOwner !== undefined && clusterOwner !== own) {
    throw new StartRefused(
      `The database in ${ground.home} belongs to ${nameOf(clusterOwner)}: start Veilleuse as that user or as root, or give the folder to ${nameOf(own)}.`,
    )
  }
  // initdb asks for the name of its user and gives up when there is none (containers do that).
  const candidates: RunAs[] = hasName() ? [{ kind: 'self' }] : []
  const runAs = [...candidates, nameless()].find((one) => canRun(one, native, ground.home))
  if (runAs) return { runAs, native }
  throw new StartRefused(
    hasName()
      ? `PostgreSQL in ${native} does not run on this machine: set DATABASE_URL to a PostgreSQL of your own.`
      : `User ${own} has no name on this machine and PostgreSQL refuses such users: add it to /etc/passwd, or set DATABASE_URL to a PostgreSQL of your own.`,
  )
}

function chooseForRoot(ground: Ground): { runAs: RunAs; native: string } {
  const { native, home, clusterOwner } = ground
  const others = [...namedAccounts(clusterOwner), ...madeAccount(ground)]
  const direct: RunAs[] = [...others, nameless()]
  // What made the cluster comes first, so that its files need not change hands.
  if (clusterOwner === 0) direct.unshift(nameless())
  const found = direct.find((one) => canRun(one, native, home))
  if (found) return { runAs: found, native }

  const account = others.find((one) => canEnter(one, home))
  const copy = account && ground.copyBinaries()
  if (account && copy && canRun(account, copy, home)) return { runAs: account, native: copy }
  throw new StartRefused(
    `PostgreSQL refuses to run as root, and no other user can reach ${home}: start Veilleuse as an ordinary user, or set VEILLEUSE_DATA to a folder others may enter, such as /var/lib/veilleuse.`,
  )
}

function namedAccounts(clusterOwner: number | undefined): readonly Account[] {
  const all = accounts()
  const wanted = [
    all.find((one) => clusterOwner !== 0 && one.uid === clusterOwner),
    all.find((one) => one.name === 'postgres'),
    all.find((one) => one.name === 'veilleuse'),
  ]
  return wanted.filter((one) => one !== undefined)
}

/** Makes the account `veilleuse` where there is none to use and it would be of use. */
function madeAccount(ground: Ground): readonly Account[] {
  if (namedAccounts(ground.clusterOwner).length > 0) return []
  const nobody: Account = { kind: 'account', name: 'nobody', uid: 65534, gid: 65534 }
  if (!canEnter(nobody, ground.home)) return []
  spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'veilleuse'],
    { env: { PATH: searchPath } },
  )
  return accounts().filter((one) => one.name === 'veilleuse')
}

function accounts(): readonly Account[] {
  return passwd()
    .split('\n')
    .flatMap((line) => {
      const [name, , uid, gid] = line.split(':')
      if (!name || !uid || !gid) return []
      return [{ kind: 'account' as const, name, uid: Number(uid), gid: Number(gid) }]
    })
}

function nameless(): RunAs {
  const shownAs = accounts().find((one) => one.name === 'nobody')?.uid ?? 65534
  return { kind: 'namespace', shownAs }
}

function canRun(runAs: RunAs, native: string, home: string): boolean {
  return succeeds(runAs, `${native}/bin/postgres`, ['--version']) && canEnter(runAs, home)
}

function canEnter(runAs: RunAs, folder: string): boolean {
  return succeeds(runAs, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder])
}

function succeeds(runAs: RunAs, program: string, args: readonly string[]): boolean {
  const launch = launchAs(runAs, program, args)
  return spawnSync(launch.command, launch.args, { ...launch.options, stdio: 'ignore' }).status === 0
}

function hasName(): boolean {
  try {
    return userInfo().username.length > 0
  } catch {
    return false
  }
}

function nameOf(uid: number): string {
  return accounts().find((one) => one.uid === uid)?.name ?? `user ${uid}`
}

function passwd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
