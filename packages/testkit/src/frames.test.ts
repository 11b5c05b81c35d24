import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { frameCutter, isSaid } from './frames.ts'

const short = Buffer.from([0x81, 2, 1, 2])
const masked = Buffer.from([0x82, 0x81, 9, 9, 9, 9, 7])
const ping = Buffer.from([0x89, 0])
const long = Buffer.concat([Buffer.from([0x82, 126, 1, 0]), Buffer.alloc(256)])
const longest = Buffer.concat([
  Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
  Buffer.alloc(65_536),
])

for (const size of [1, 3, 100, 100_000])
  test(`frames that come ${size} bytes at a time are the frames that were sent`, () => {
    const frames = [short, masked, ping, long, longest, short]
    const line = Buffer.concat(frames)
    const cut = frameCutter()
    const came: Buffer[] = []
    for (let at = 0; at < line.length; at += size) came.push(...cut(line.subarray(at, at + size)))
    deepEqual(came, frames)
  })

test('what belongs to the socket itself is no word of anybody', () => {
  deepEqual([short, masked, ping].map(isSaid), [true, true, false])
})
