import { deepEqual, equal, notDeepEqual, rejects, throws } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { secretsFrom, secretsIn } from './secrets.ts'

test('a hash is the same for the same purpose and input under the same key alone', () => {
  const secrets = secretsFrom(Buffer.alloc(32, 1))
  const hash = secrets.hash('keep', 'words')
  equal(hash.length, 32)
  deepEqual(secretsFrom(Buffer.alloc(32, 1)).hash('keep', Buffer.from('words')), hash)
  notDeepEqual(secrets.hash('decoy', 'words'), hash)
  notDeepEqual(secrets.hash('keep', 'other words'), hash)
  notDeepEqual(secretsFrom(Buffer.alloc(32, 2)).hash('keep', 'words'), hash)
})

test('a purpose cannot run over into the input', () => {
  const secrets = secretsFrom(Buffer.alloc(32, 1))
  notDeepEqual(secrets.hash('ke', 'epwords'), secrets.hash('keep', 'words'))
})

test('the key is made at the first start, for its owner alone, and stays', (t) => {
  const folder = join(aFolder(t), 'data')
  const hash = secretsIn(folder).hash('keep', 'words')
  const file = join(folder, 'pepper')
  const key = readFileSync(file, 'utf8')
  equal(Buffer.from(key, 'base64url').length, 32)
  equal(statSync(file).mode & 0o777, 0o600)

  deepEqual(secretsIn(folder).hash('keep', 'words'), hash)
  equal(readFileSync(file, 'utf8'), key)
  deepEqual(readdirSync(folder), ['pepper'])
  const other = secretsIn(join(aFolder(t), 'data'))
  notDeepEqual(other.hash('keep', 'words'), hash)
})

test('a damaged key stops the start, and is left as it is', (t) => {
  const folder = aFolder(t)
  const file = join(folder, 'pepper')
  for (const damaged of ['', 'AAAA', 'no key at all']) {
    writeFileSync(file, damaged)
    throws(() => secretsIn(folder), /pepper is damaged: it must hold 32 bytes/)
    equal(readFileSync(file, 'utf8'), damaged)
  }
})

test('four servers that start at once share one key', async (t) => {
  const folder = join(aFolder(t), 'data')
  const hashes = await Promise.all([1, 2, 3, 4].map(() => hashOfAServer(folder)))
  equal(new Set(hashes).size, 1)
  equal(hashes[0], secretsIn(folder).hash('keep', 'words').toString('hex'))
})

test('a folder that cannot be made is told of', async (t) => {
  const file = join(aFolder(t), 'file')
  writeFileSync(file, '')
  await rejects(async () => secretsIn(join(file, 'data')), { code: 'ENOTDIR' })
})

async function hashOfAServer(folder: string): Promise<string> {
  const program = `
    import { secretsIn } from ${JSON.stringify(join(import.meta.dirname, 'secrets.ts'))}
    process.stdout.write(secretsIn(${JSON.stringify(folder)}).hash('keep', 'words').toString('hex'))
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program])
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said += text))
  await once(child, 'close')
  return said
}

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-secrets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}
