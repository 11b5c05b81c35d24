import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newStaffId } from '../platform/ids.ts'
import { secretsFrom } from '../platform/secrets.ts'
import { openSecondFactor, sealSecondFactor, stepOfCode } from './second-factor.ts'

const secret = Buffer.from('12345678901234567890')

test('the codes are those of RFC 6238', () => {
  // Appendix B gives eight digits; the last six are what a phone shows.
  const vectors = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ] as const
  for (const [seconds, code] of vectors) {
    const now = new Date(seconds * 1000)
    assert.equal(stepOfCode(code, { secret, lastStep: 0, now }), Math.floor(seconds / 30))
  }
})

test('a code of the half minute before is told apart from one of now', () => {
  const now = new Date(89_000)
  assert.equal(stepOfCode('287082', { secret, lastStep: 0, now }), 1)
  assert.equal(stepOfCode('287082', { secret, lastStep: 1, now }), undefined)
})

test('a second factor opens under the same key, for the same person, untouched', () => {
  const [mina, noor] = [newStaffId(), newStaffId()]
  const secrets = secretsFrom(Buffer.alloc(32, 1))
  const sealed = sealSecondFactor(secrets, mina, secret)
  assert.deepEqual(openSecondFactor(secrets, mina, sealed), secret)
  assert.ok(!sealed.includes(secret))
  assert.throws(() => openSecondFactor(secrets, noor, sealed))
  assert.throws(() => openSecondFactor(secretsFrom(Buffer.alloc(32, 2)), mina, sealed))
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    assert.throws(() => openSecondFactor(secrets, mina, changed))
  }
})
