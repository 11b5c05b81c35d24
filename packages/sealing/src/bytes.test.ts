import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bytesToUuid,
  equal,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  toBase64url,
  utf8,
  uuidToBytes,
  uuidv7,
} from './bytes.ts'
import { read, write } from './codec.ts'
import { Refusal } from './refusal.ts'

const someBytes = fc.uint8Array({ maxLength: 300 })

test('bytes come back from every spelling of them', () => {
  fc.assert(
    fc.property(someBytes, (bytes) => {
      assert.ok(equal(fromBase64url(toBase64url(bytes)), bytes))
      assert.ok(equal(fromHex(hex(bytes)), bytes))
      assert.equal(toBase64url(bytes), Buffer.from(bytes).toString('base64url'))
    }),
  )
  const long = crypto.getRandomValues(new Uint8Array(60_000))
  assert.ok(equal(fromBase64url(toBase64url(long)), long))
})

test('a second spelling of the same bytes is refused', () => {
  for (const text of ['AA==', 'AB', 'A', 'A+', 'A/', 'Zg ', 'é', '_x-']) {
    assert.throws(() => fromBase64url(text), Refusal, text)
  }
  assert.throws(() => fromHex('0G'), Refusal)
  assert.throws(() => fromHex('AB'), Refusal)
  assert.throws(() => fromHex('abc'), Refusal)
})

test('text that is not UTF-8 is refused', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fromUtf8(utf8(text)) === text))
  assert.throws(() => fromUtf8(Uint8Array.of(0xc3, 0x28)), Refusal)
  assert.equal(fromUtf8(utf8('\ufeffa')), '\ufeffa')
})

test('a UUID has one spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) =>
      equal(uuidToBytes(bytesToUuid(bytes)), bytes),
    ),
  )
  const id = '0190b4a8-3f3f-7a3a-8a3a-0123456789ab'
  assert.equal(bytesToUuid(uuidToBytes(id)), id)
  for (const other of [id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, `${id}0`]) {
    assert.throws(() => uuidToBytes(other), Refusal)
  }
})

test('message ids sort by the time they were made', () => {
  const now = new Date('2030-01-02T20:00:00.123Z')
  const first = uuidv7(now)
  const later = uuidv7(new Date(now.getTime() + 1))
  assert.ok(first < later)
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(Number.parseInt(first.replace('-', '').slice(0, 12), 16), now.getTime())
  assert.notEqual(uuidv7(now), uuidv7(now))
})

test('an object is read as it was written', () => {
  const fields = fc.record({
    blob: someBytes,
    small: fc.integer({ min: 0, max: 255 }),
    big: fc.integer({ min: 0, max: 0xffffffff }),
    text: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
    uuid: fc.uuid(),
    time: fc.date({ min: new Date(0), noInvalidDate: true }),
  })
  fc.assert(
    fc.property(fields, ({ blob, small, big, text, uuid, time }) => {
      const written = write(1).bytes(blob).u8(small).u32(big).text(text).uuid(uuid).time(time)
      const reader = read(written.done(), 1, 10_000)
      assert.ok(equal(reader.upTo(300), blob))
      assert.equal(reader.u8(), small)
      assert.equal(reader.u32(), big)
      assert.equal(reader.text(1000), text)
      assert.equal(reader.uuid(), uuid)
      assert.equal(reader.time().getTime(), time.getTime())
      reader.done()
    }),
  )
})

test('an object of another version, suite, kind, length or number of fields is refused', () => {
  const object = write(1).bytes(Uint8Array.of(5, 6)).done()
  const codeOf = (bytes: Uint8Array, length = 2) => {
    try {
      const reader = read(bytes, 1, 20)
      reader.fixed(length)
      reader.done()
    } catch (error) {
      return error instanceof Refusal ? error.code : error
    }
  }
  const changed = (at: number, value: number) => object.with(at, value)
  assert.equal(codeOf(object), undefined)
  assert.equal(codeOf(changed(0, 2)), 'unknown_version')
  assert.equal(codeOf(changed(1, 2)), 'unknown_suite')
  assert.equal(codeOf(changed(2, 2)), 'wrong_purpose')
  assert.equal(codeOf(object, 3), 'malformed')
  assert.equal(codeOf(Uint8Array.of(...object, 0)), 'malformed')
  assert.equal(codeOf(changed(3, 255)), 'malformed')
  assert.equal(codeOf(new Uint8Array(21)), 'too_large')
  assert.equal(codeOf(new Uint8Array()), 'malformed')
  assert.throws(() => write(1).u8(256), Refusal)
  assert.throws(() => write(1).u32(-1), Refusal)
  assert.throws(() => write(1).time(new Date(Number.NaN)), Refusal)
})
