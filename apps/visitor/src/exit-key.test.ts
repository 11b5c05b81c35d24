import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { exitPresses, press } from './exit-key.ts'
import type { Presses } from './exit-key.ts'

function typed(...keys: readonly (readonly [key: string, atMs: number])[]): number {
  return keys.reduce<Presses>((presses, [key, at]) => press(presses, key, at), []).length
}

test('Shift three times in a row leaves', () => {
  equal(typed(['Shift', 0], ['Shift', 300], ['Shift', 900]), exitPresses)
})

test('three capitals in a message do not leave', () => {
  equal(typed(['Shift', 0], ['A', 50], ['Shift', 400], ['B', 450], ['Shift', 800]), 1)
})

test('presses more than five seconds apart do not add up', () => {
  equal(typed(['Shift', 0], ['Shift', 3000], ['Shift', 5001]), 2)
})

test('the third press counts just inside five seconds', () => {
  equal(typed(['Shift', 0], ['Shift', 100], ['Shift', 4999]), exitPresses)
})

test('any other key begins anew', () => {
  deepEqual(press([1, 2], 'Tab', 3), [])
})
