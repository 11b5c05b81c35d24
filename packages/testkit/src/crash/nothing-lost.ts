import { deepEqual, equal } from 'node:assert/strict'
import type { TestCounsellor } from '../counsellor.ts'
import type { TestVisitor } from '../visitor.ts'
import type { Heard } from '../words.ts'
import type { Records, Row } from './records.ts'
import type { Side, Talk } from './talk.ts'

/** One conversation: open, over, or waiting for somebody to answer. */
export type Told = {
  readonly visitor: Pick<TestVisitor, 'conversation' | 'acknowledged' | 'refused' | 'heard'>
  readonly desk: Pick<TestCounsellor, 'acknowledged' | 'heard'> | undefined
}

type Stored = Pick<Records, 'messages' | 'lastSeqs'>

/** Whether both screens show as much as the database holds. */
export function wholeOnBoth({ visitor, desk }: Told, records: Stored): boolean {
  const { conversation } = visitor
  const stored = rowsOf(records, conversation).length
  return [visitor.heard(), ...(desk ? [desk.heard(conversation)] : [])].every(
    (heard) => heard.length >= stored,
  )
}

/**
 * Compares what was written, what is stored, what was acknowledged, and what stands on both screens.
 * That each word follows on the one its author said before, the screens have checked themselves.
 */
export function nothingLost(
  { visitor, desk }: Told,
  { records, talk }: { records: Stored; talk: Pick<Talk, 'written'> },
): void {
  const { conversation } = visitor
  const rows = rowsOf(records, conversation)
  const numbers = rows.map(({ seq }) => seq)
  deepEqual(
    numbers,
    rows.map((_, i) => i + 1),
    'the numbers have no holes',
  )
  equal(records.lastSeqs.get(conversation), rows.length, 'the server counts as many')
  deepEqual(visitor.refused, [], 'nothing the visitor wrote was refused')

  for (const [by, writer] of [
    ['visitor', visitor],
    ['helpline', desk],
  ] as const) {
    const written = talk.written(conversation, by).map(({ id }) => id)
    deepEqual(idsBy(rows, by), written, `each of the ${by}’s stored once, in the order written`)
    for (const { id, seq } of rows.filter((row) => row.by === by)) {
      const told = new Set(writer?.acknowledged.get(id))
      deepEqual([...told], told.size > 0 ? [seq] : [], 'acknowledged as stored')
    }
  }

  const expected = rows.map(({ seq, by, id }) => ({
    seq,
    by,
    id,
    text: textOf(talk, conversation, id),
  }))
  const same = (heard: readonly Heard[], whose: string) =>
    deepEqual(heard, expected, `${whose} shows what is stored, once, in order`)
  same(visitor.heard(), 'the visitor’s page')
  if (desk) same(desk.heard(conversation), 'the desk')
}

/** Every acknowledgement that reached anybody is of a message that is stored. */
export function allAcknowledgedStored(
  clients: readonly Pick<TestVisitor, 'acknowledged'>[],
  records: Pick<Records, 'messages'>,
): void {
  const stored = new Set([...records.messages.values()].flat().map(({ id }) => id))
  const promised = clients.flatMap(({ acknowledged }) => [...acknowledged.keys()])
  deepEqual(
    promised.filter((id) => !stored.has(id)),
    [],
    'acknowledged and not stored',
  )
}

function rowsOf(records: Pick<Records, 'messages'>, conversation: string): readonly Row[] {
  return records.messages.get(conversation) ?? []
}

function idsBy(rows: readonly Row[], by: Side): readonly string[] {
  return rows.flatMap((row) => (row.by === by ? [row.id] : []))
}

function textOf(talk: Pick<Talk, 'written'>, conversation: string, id: string): string | undefined {
  const both = [...talk.written(conversation, 'visitor'), ...talk.written(conversation, 'helpline')]
  return both.find((one) => one.id === id)?.text
}
