import { counsellorEndings } from '@veilleuse/domain/conversation'
import { reasons, type ReasonClass } from '@veilleuse/domain/record'
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { change, recordOf, whyNotClose, wrapUpAfter } from './wrap-up.ts'

test('after a prank, a wrong number, a test or abuse the record is one press away', () => {
  for (const ending of ['prank', 'wrong_number', 'test', 'abuse', 'out_of_scope'] as const)
    deepEqual(recordOf(wrapUpAfter(ending)), { nature: ending, reason: undefined, action: 'none' })
})

test('a talk that was one asks what it was, about what, and what was done, in this order', () => {
  let wrapUp = wrapUpAfter('goodbye')
  equal(whyNotClose(wrapUp), 'nature_missing')
  wrapUp = change(wrapUp, { nature: 'counselling_self' })
  equal(whyNotClose(wrapUp), 'reason_missing')
  wrapUp = change(wrapUp, { reasonClass: 'family' })
  equal(whyNotClose(wrapUp), 'detail_missing')
  wrapUp = change(wrapUp, { detail: 'siblings' })
  equal(whyNotClose(wrapUp), 'action_missing')
  wrapUp = change(wrapUp, { action: 'listening' })
  deepEqual(recordOf(wrapUp), {
    nature: 'counselling_self',
    reason: { class: 'family', detail: 'siblings' },
    action: 'listening',
  })
})

test('another reason asks for its detail anew', () => {
  const chosen = change(change(wrapUpAfter(undefined), { reasonClass: 'family' }), {
    detail: 'siblings',
  })
  equal(change(chosen, { reasonClass: 'peers' }).detail, undefined)
})

test('what turns out to be no counselling keeps no reason', () => {
  const chosen = change(change(wrapUpAfter(undefined), { reasonClass: 'family' }), {
    detail: 'siblings',
  })
  const silent = change(chosen, { nature: 'silent' })
  deepEqual([silent.reasonClass, silent.detail], [undefined, undefined])
})

test('every reason of the framework makes a record that can be kept', () => {
  for (const reasonClass of Object.keys(reasons) as ReasonClass[])
    for (const detail of reasons[reasonClass]) {
      const wrapUp = { nature: 'counselling_self', reasonClass, detail, action: 'none' } as const
      equal(recordOf(wrapUp)?.reason?.detail, detail)
    }
})

test('no ending leaves the record without a way to be finished', () => {
  for (const ending of counsellorEndings) {
    const wrapUp = change(wrapUpAfter(ending), { nature: 'silent', action: 'none' })
    equal(whyNotClose(wrapUp), undefined)
  }
})
