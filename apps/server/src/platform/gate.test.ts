import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { gateOf } from './gate.ts'
import type { Line } from './socket.ts'

test('nothing is said before the welcome, and what was held back comes after it, in order', () => {
  const { line, said } = aLine()
  const gate = gateOf(line)
  gate.line.say({ type: 'queue' })
  gate.line.say({ type: 'typing' })
  deepEqual(said, [])
  gate.open({ type: 'welcome' })
  gate.line.say({ type: 'present' })
  deepEqual(said, ['welcome', 'queue', 'typing', 'present'])
})

test('what the welcome itself says, and newer, is not said again', () => {
  const { line, said } = aLine()
  const gate = gateOf(line, (frame) => 'type' in frame && frame.type === 'view')
  gate.line.say({ type: 'view' })
  gate.line.say({ type: 'place' })
  gate.open({ type: 'welcome' })
  gate.line.say({ type: 'view' })
  deepEqual(said, ['welcome', 'place', 'view'])
})

test('a line can be closed before the welcome', () => {
  const { line, said } = aLine()
  gateOf(line).line.close('signed_out')
  deepEqual(said, ['closed signed_out'])
})

function aLine() {
  const said: string[] = []
  const line: Line = {
    say: (frame) => void said.push('type' in frame ? String(frame.type) : ''),
    text: (written) => void said.push(written.toString()),
    bytes: () => undefined,
    close: (code) => void said.push(`closed ${code}`),
  }
  return { line, said }
}
