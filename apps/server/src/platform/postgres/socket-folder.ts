import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

// sun_path holds 104 bytes on macOS, 108 on Linux, with the closing zero.
const longestSocketPath = 103
const socketName = '.s.PGSQL.5432'

type Owner = { readonly uid: number; readonly gid: number }

/**
 * A folder for the socket that only the database and we may enter: the wanted one, or one under the
 * system's temporary folder when that path is longer than sockets allow.
 */
export function makeSocketFolder(wanted: string, owner: Owner | undefined): string {
  if (fits(wanted)) return own(wanted, owner)
  const root = fits(path.join(tmpdir(), 'veilleuse-0123456789abcdef')) ? tmpdir() : '/tmp'
  const name = `veilleuse-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`
  const folder = path.join(root, name)
  // Somebody else may have laid a folder of that name there; then take one nobody can foresee.
  return !existsSync(folder) || isPrivate(folder, owner)
    ? own(folder, owner)
    : own(mkdtempSync(path.join(root, 'veilleuse-')), owner)
}

/** Made anew: what is left in it may belong to the user of an earlier start. */
function own(folder: string, owner: Owner | undefined): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  chmodSync(folder, 0o700)
  if (owner) chownSync(folder, owner.uid, owner.gid)
  return folder
}

function isPrivate(folder: string, owner: Owner | undefined): boolean {
  const found = lstatSync(folder)
  const ours = found.uid === process.getuid?.() || found.uid === owner?.uid
  return found.isDirectory() && ours && (found.mode & 0o077) === 0
}

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, socketName)) <= longestSocketPath
}
