import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'

/** The passwords of the two roles: `postgres` may do all, `veilleuse` owns one database. */
export type Keys = { readonly postgres: string; readonly veilleuse: string }

/** The passwords kept in this file, made on the first start. Only our own user may read the file. */
export function keysIn(file: string): Keys {
  return readKeys(file) ?? makeKeys(file)
}

export function readKeys(file: string): Keys | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const said: unknown = JSON.parse(text)
  if (typeof said === 'object' && said !== null && 'postgres' in said && 'veilleuse' in said) {
    const { postgres, veilleuse } = said
    if (typeof postgres === 'string' && typeof veilleuse === 'string')
      return { postgres, veilleuse }
  }
  throw new Error(`${file} does not hold the two passwords of the database`)
}

function makeKeys(file: string): Keys {
  const keys = { postgres: newPassword(), veilleuse: newPassword() }
  const draft = `${file}.draft`
  const opened = openSync(draft, 'w', 0o600)
  writeSync(opened, `${JSON.stringify(keys)}\n`)
  fsyncSync(opened)
  closeSync(opened)
  renameSync(draft, file)
  return keys
}

function newPassword() {
  return randomBytes(24).toString('hex')
}
