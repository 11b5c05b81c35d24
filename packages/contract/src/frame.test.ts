import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maxFrameBytes, readDelivered, readSaid, writeDelivered, writeSaid } from './frame.ts'

const message = {
  seq: 7,
  at: new Date('2030-01-02T20:00:05.123Z'),
  by: 'helpline',
  conversation: '0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b',
  envelope: new Uint8Array([9, 8, 7]),
} as const

test('a delivered message is read as it was written, whatever it is', () => {
  fc.assert(
    fc.property(delivered(), (one) => {
      deepEqual(readDelivered(writeDelivered(one)), { ...one })
    }),
  )
})

test('a message that is said is read as it was written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), (envelope) => {
      deepEqual(readSaid(writeSaid(envelope)), envelope)
    }),
  )
})

test('the bytes of a delivered message are those every client has learnt to read', () => {
  equal(
    Buffer.from(writeDelivered(message)).toString('hex'),
    '02' +
      '0000000000000007' +
      '000001b8e436c603' +
      '01' +
      '0190a1b2c3d44e5f8a6b7c8d9e0f1a2b' +
      '090807',
  )
})

test('a message is read out of the middle of a larger buffer, too', () => {
  const frame = writeDelivered(message)
  const larger = new Uint8Array(frame.length + 20)
  larger.set(frame, 11)
  deepEqual(readDelivered(larger.subarray(11, 11 + frame.length)), message)
})

test('a frame that is not a delivered message is none', () => {
  const frame = writeDelivered(message)
  const changed = (at: number, byte: number) => {
    const copy = frame.slice()
    copy[at] = byte
    return copy
  }
  for (const wrong of [
    new Uint8Array(),
    frame.subarray(0, 33),
    // Without an envelope.
    frame.subarray(0, 34),
    changed(0, 1),
    changed(17, 2),
    // Numbers and times no clock and no counter reaches.
    changed(1, 0xff),
    changed(9, 0xff),
  ])
    equal(readDelivered(wrong), undefined)
})

test('a frame that says nothing, too much or something else is no message', () => {
  const largest = new Uint8Array(maxFrameBytes)
  largest[0] = 1
  equal(readSaid(largest)?.length, maxFrameBytes - 1)
  const tooLarge = new Uint8Array(maxFrameBytes + 1)
  tooLarge[0] = 1
  for (const wrong of [new Uint8Array(), new Uint8Array([1]), new Uint8Array([2, 5]), tooLarge])
    equal(readSaid(wrong), undefined)
})

test('no bytes make a reader throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      readSaid(bytes)
      readDelivered(bytes)
    }),
    { numRuns: 2000 },
  )
})

function delivered() {
  return fc.record({
    seq: fc.maxSafeNat(),
    at: fc.date({ noInvalidDate: true, min: new Date(0) }),
    by: fc.constantFrom('visitor', 'helpline'),
    conversation: fc.uuid(),
    envelope: fc.uint8Array({ minLength: 1, maxLength: 500 }),
  })
}
