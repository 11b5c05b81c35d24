import { doesNotThrow, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { allAcknowledgedStored, nothingLost } from './nothing-lost.ts'

// A proof that cannot fail proves nothing: each of these must be noticed.

test('what was stored, told and heard alike is found whole', () => {
  doesNotThrow(() => look(anEvening()))
})

const mishaps: Readonly<Record<string, (evening: Evening) => void>> = {
  'a message is lost from the database': ({ rows }) => void rows.pop(),
  'a message is stored twice': ({ rows }) => void rows.push(row(4, 'b', 'helpline')),
  'a message nobody wrote is stored': ({ rows }) => void rows.push(row(4, 'd', 'visitor')),
  'two messages of one side change places': ({ rows }) =>
    void rows.splice(0, 3, row(1, 'c', 'visitor'), row(2, 'b', 'helpline'), row(3, 'a', 'visitor')),
  'a number is left out': ({ rows }) => void rows.splice(2, 1, row(4, 'c', 'visitor')),
  'somebody was told another number': ({ told }) => void told.set('a', [2]),
  'somebody was told two numbers': ({ told }) => void told.set('a', [1, 3]),
  'what was acknowledged is not stored': ({ told }) => void told.set('d', [4]),
  'a message was refused for good': ({ refused }) => void refused.push('d'),
  'a page lacks a message': ({ page }) => void page.pop(),
  'a page shows a message twice': ({ page }) => void page.push(word(3, 'c', 'visitor')),
  'a desk shows other words': ({ desk }) =>
    void desk.splice(0, 1, { ...word(1, 'a', 'visitor'), text: 'other' }),
  'the server counts more than there are': (evening) => (evening.last = 4),
}

for (const [mishap, happens] of Object.entries(mishaps))
  test(`it is noticed when ${mishap}`, () => {
    const evening = anEvening()
    happens(evening)
    throws(() => look(evening))
  })

type Evening = ReturnType<typeof anEvening>

function anEvening() {
  const both = () => [word(1, 'a', 'visitor'), word(2, 'b', 'helpline'), word(3, 'c', 'visitor')]
  const told = new Map([
    ['a', [1]],
    ['c', [3, 3]],
  ])
  const rows = both().map(({ seq, id, by }) => row(seq, id, by))
  const refused: string[] = []
  return { rows, last: 3, told, refused, page: both(), desk: both() }
}

function look({ rows, last, told, refused, page, desk }: Evening) {
  const records = { messages: new Map([['x', rows]]), lastSeqs: new Map([['x', last]]) }
  const visitor = { conversation: 'x', acknowledged: told, refused, heard: () => page }
  const counsellor = { acknowledged: new Map([['b', [2]]]), heard: () => desk }
  const wrote = { visitor: ['a', 'c'], helpline: ['b'] }
  const written = (_: string, by: 'visitor' | 'helpline') =>
    wrote[by].map((id) => ({ id, text: `text ${id}` }))
  nothingLost({ visitor, desk: counsellor }, { records, talk: { written } })
  allAcknowledgedStored([visitor, counsellor], records)
}

function row(seq: number, id: string, by: 'visitor' | 'helpline') {
  return { conversation: 'x', seq, id, by }
}

function word(seq: number, id: string, by: 'visitor' | 'helpline') {
  return { seq, id, by, text: `text ${id}` }
}
