import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { test } from 'node:test'
import { onlyAsking } from './only-asking.ts'

const contract = '/packages/contract/src/visit.ts'

test('of an endpoint the page keeps how to ask and how to read the answer', () => {
  const lean = onlyAsking.transform(
    `export const leave = { method: 'POST', url: '/api/leave', door: 'visit',
       body: v.object({ why: v.string() }), reply: View, problems: ['gone'] } as const satisfies E`,
    contract,
  )
  match(lean ?? '', /method: 'POST', url: '\/api\/leave',\s+reply: View, \}/)
  doesNotMatch(lean ?? '', /door|body|why|problems|gone/)
})

test('what is no endpoint stays as it is', () => {
  const code =
    'export const body = v.object({ door: v.string() })\nexport type Body = { body: string }'
  equal(onlyAsking.transform(code, contract), code)
  deepEqual(onlyAsking.transform(code, '/packages/client/src/call.ts'), undefined)
})
