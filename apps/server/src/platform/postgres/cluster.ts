import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
} from 'node:fs'
import { mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { Keys } from './keys.ts'
import type { Layout } from './layout.ts'
import { launchAs, ownerFor, type RunAs } from './run-as.ts'

export type ClusterPlan = {
  readonly runAs: RunAs
  readonly native: string
  readonly keys: Keys
  /** False only for clusters that tests throw away. */
  readonly durable: boolean
}

/**
 * Makes the database cluster. It appears under its name in one step, so a start that is cut off
 * leaves nothing half made behind.
 */
export async function createCluster(layout: Layout, plan: ClusterPlan): Promise<void> {
  const owner = ownerFor(plan.runAs)
  const password = path.join(layout.unfinished, 'password')
  const fresh = path.join(layout.unfinished, 'cluster')
  rmSync(layout.unfinished, { recursive: true, force: true })
  mkdirSync(layout.unfinished, { mode: 0o700 })
  writeFileSync(password, plan.keys.postgres, { mode: 0o600 })
  if (owner) {
    chownSync(layout.unfinished, owner.uid, owner.gid)
    chownSync(password, owner.uid, owner.gid)
  }
  await runInitdb(plan, [`--pgdata=${fresh}`, `--pwfile=${password}`])
  renameSync(fresh, layout.cluster)
  rmSync(layout.unfinished, { recursive: true })
  if (plan.durable) flushFolder(layout.home)
}

/** The uid that owns the cluster; undefined before there is one. */
export function clusterOwner(layout: Layout): number | undefined {
  return existsSync(layout.cluster) ? lstatSync(layout.cluster).uid : undefined
}

/** Gives a cluster at rest to the user that shall run it. Does nothing when it is theirs already. */
export function giveCluster(layout: Layout, runAs: RunAs): void {
  const own = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 }
  const { uid, gid } = ownerFor(runAs) ?? own
  if (lstatSync(layout.cluster).uid === uid) return
  for (const entry of readdirSync(layout.cluster, { recursive: true, withFileTypes: true })) {
    lchownSync(path.join(entry.parentPath, entry.name), uid, gid)
  }
  // The folder itself goes last: a change that was cut off is then begun again.
  chownSync(layout.cluster, uid, gid)
  chmodSync(layout.cluster, 0o700)
}

async function runInitdb(plan: ClusterPlan, places: readonly string[]): Promise<void> {
  const settings = [
    '--username=postgres',
    '--encoding=UTF8',
    // PostgreSQL's own collation: the same order on every machine, so indexes survive a move.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--text-search-config=simple',
    '--data-checksums',
    '--auth=scram-sha-256',
    // Between PostgreSQL's 80 MB and the 1 GB of a busy server: a burst does not wait for new
    // files, and a small disk keeps room.
    '--set=min_wal_size=256MB',
    '--set=max_wal_size=1GB',
  ]
  const wanted = [...settings, ...places, ...(plan.durable ? [] : ['--no-sync'])]
  const launch = launchAs(plan.runAs, path.join(plan.native, 'bin/initdb'), wanted)
  const child = spawn(launch.command, launch.args, {
    ...launch.options,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const said = await text(child.stderr)
  if ((await ended) !== 0) throw new Error(`initdb did not make the database: ${said.trim()}`)
}

function flushFolder(folder: string) {
  const opened = openSync(folder, 'r')
  fsyncSync(opened)
  closeSync(opened)
}
