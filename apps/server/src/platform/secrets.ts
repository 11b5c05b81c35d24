import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Keyed hashes whose key is not in the database, so that a stolen dump cannot be searched. */
export type Secrets = {
  /** 32 bytes, the same for the same purpose and input, unforeseeable without the server's key. */
  hash(purpose: string, input: Uint8Array | string): Buffer
}

export function secretsFrom(pepper: Buffer): Secrets {
  return {
    hash: (purpose, input) =>
      createHmac('sha256', pepper).update(purpose).update('\0').update(input).digest(),
  }
}

/** The server's key in its data folder, made at first start, readable by its owner alone. */
export function secretsIn(dataFolder: string): Secrets {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 })
  const file = join(dataFolder, 'pepper')
  if (!existsSync(file)) makePepper(file)
  const pepper = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
  if (pepper.length !== 32) throw new Error(`${file} is damaged: it must hold 32 bytes.`)
  return secretsFrom(pepper)
}

// Written whole under another name first: of servers that start at once, one gives its file the
// name, and nobody ever reads half a key.
function makePepper(file: string): void {
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
}
