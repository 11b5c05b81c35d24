import { equal } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { hashesIn, hashList, listName } from './hashes.mjs'

test('the list names every built file but itself, as sha256sum reads it', (t) => {
  const dist = mkdtempSync(path.join(tmpdir(), 'veilleuse-hashes-'))
  t.after(() => rmSync(dist, { recursive: true }))
  mkdirSync(path.join(dist, 'assets'))
  writeFileSync(path.join(dist, 'index.html'), '')
  writeFileSync(path.join(dist, 'assets/app.js'), 'abc')
  const list = hashList(hashesIn(dist))
  writeFileSync(path.join(dist, listName), list)

  // FIPS 180-2, appendix B.1, and the hash of nothing.
  equal(
    list,
    [
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  assets/app.js\n',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  index.html\n',
    ].join(''),
  )
  equal(hashList(hashesIn(dist)), list)
})
