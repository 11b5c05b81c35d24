import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { codeAfter, leadOf } from './second-factor.ts'

// RFC 6238, appendix B: the secret is «12345678901234567890», SHA-1; of its eight digits the last six.
const address =
  'otpauth://totp/Veilleuse:mina?issuer=Veilleuse&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30'
const at = (seconds: number) => new Date(seconds * 1000)

test('the code an app shows is known, also by a clock that is minutes off', () => {
  equal(leadOf('287082', address, at(59)), 0)
  equal(leadOf('081804', address, at(1111111109)), 0)
  equal(leadOf('081804', address, at(1111111109 - 300)), 10)
  equal(leadOf('081804', address, at(1111111109 + 300)), -10)
})

test('a slip of the finger is told at once', () => {
  equal(leadOf('287083', address, at(59)), undefined)
  equal(leadOf('287082', address, at(59 + 3600)), undefined)
})

test('at the end the code is the one the app shows by then', () => {
  equal(codeAfter(0, address, at(1111111109)), '081804')
  equal(codeAfter(10, address, at(1111111109 - 300)), '081804')
})
