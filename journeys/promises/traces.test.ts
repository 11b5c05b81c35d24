import { deepEqual, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { byteNeedles, needles, shapesIn } from './traces.ts'

test('a planted text is found in whatever shape it lies, and wherever it begins', () => {
  const text = `CANARY-${randomUUID()}-é€`
  const around = (before: string) => Buffer.from(`${before}${text} and more`)
  const found = (haystack: Buffer) => shapesIn(haystack, needles(text)).length > 0
  for (const before of ['', '1', '12', '123']) {
    ok(found(around(before)))
    for (const shape of ['base64', 'base64url', 'hex', 'utf16le'] as const) {
      if (shape === 'utf16le') ok(found(Buffer.from(around(before).toString(), shape)))
      else ok(found(Buffer.from(around(before).toString(shape))), `${shape} after «${before}»`)
    }
    const wide = Buffer.from(around(before).toString(), 'utf16le')
    ok(found(Buffer.from(wide.toString('base64'))))
    ok(found(Buffer.from(wide).swap16()))
  }
  ok(found(Buffer.from(JSON.stringify({ text }))))
  ok(found(Buffer.from(encodeURIComponent(text))))
  const packed = gzipSync(around('und '))
  ok(found(packed))
  ok(found(Buffer.concat([Buffer.from('a log, and then '), packed, Buffer.from('more')])))
  deepEqual(shapesIn(Buffer.from(`CANARY-${randomUUID()}-é€`), needles(text)), [])
})

test('planted bytes are found as well', () => {
  const bytes = Buffer.from('0f1e2d3c4b5a69788796', 'hex')
  for (const shape of ['hex', 'base64', 'base64url'] as const)
    ok(shapesIn(Buffer.from(bytes.toString(shape)), byteNeedles(bytes)).length > 0)
  ok(shapesIn(Buffer.concat([Buffer.alloc(7), bytes]), byteNeedles(bytes)).length > 0)
})
