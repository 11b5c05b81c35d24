import { deepEqual, match } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { unwordsIn } from './check/glossary.ts'
import { identifiersIn, tablesIn, wordsOf } from './check/identifiers.ts'
import { brokenLinks } from './check/links.ts'
import { unshownPromises } from './check/promises.ts'
import { codesKept, codesTold, differences, rulesTried } from './check-docs.ts'
import { tracesIn } from './check-hygiene.ts'
import { strangersIn } from './check-slices.ts'
import { unwordsAmong } from './check-words.ts'

const glossary = [
  '| Word | Means | Not |',
  '| --- | --- | --- |',
  '| `visitor` | Whoever seeks help | `user`, `end user`; never "lead" |',
  '| `on_shift`, `away` | On duty; not at the desk | `online` |',
].join('\n')

test('a slice is made of its seven files, their tests and what is listed with a reason', () => {
  const files = ['visit/store.ts', 'visit/socket.ts', 'visit/helpers.ts', 'visit/story.test.ts']

  match(strangersIn(files, {})[0] ?? '', /visit\/helpers\.ts: a slice is made of/)
  deepEqual(strangersIn(files, { 'visit/helpers.ts': 'a reason' }), [])
})

test('a listed file that is gone must leave the list', () => {
  deepEqual(strangersIn(['visit/store.ts'], { 'visit/helpers.ts': 'a reason' }), [
    'visit/helpers.ts is excepted without need: take the exception out',
  ])
})

test('only words in backticks are forbidden, each with the word to use instead', () => {
  deepEqual(unwordsIn(glossary), [
    { not: 'user', but: 'visitor' },
    { not: 'end user', but: 'visitor' },
    { not: 'online', but: 'on_shift' },
  ])
})

test('names are read as words, and neither comments nor texts are names', () => {
  const source = `
    // openChat is not a name here, nor is /* this */
    /** nor a user */
    const openVisit = 'A user wrote this' + "user" + \`user\`
    type State = 'conversation.closed' | 'not_found'
  `
  const words = new Set([...identifiersIn(source)].flatMap(wordsOf))
  deepEqual(
    ['open', 'visit', 'conversation', 'closed', 'found', 'user', 'chat'].filter((w) =>
      words.has(w),
    ),
    ['open', 'visit', 'conversation', 'closed', 'found'],
  )
  deepEqual(wordsOf('HTTPUserId'), ['http', 'user', 'id'])
})

test('an unword is found in any spelling, whole words only', () => {
  const named = [
    { file: 'a.ts', names: new Set(['userId', 'END_USER', 'users', 'reuse', 'visitor']) },
  ]
  const found = unwordsAmong(named, unwordsIn(glossary), {})
  deepEqual(
    found.map((fault) => fault.split(' ')[1]),
    ['userId', 'END_USER', 'users'],
  )
})

test('a name may be excepted, and an exception nobody needs is a fault', () => {
  const named = [{ file: 'a.ts', names: new Set(['onlineAbuse']) }]
  const unwords = unwordsIn(glossary)
  deepEqual(unwordsAmong(named, unwords, { onlineAbuse: 'what happened, not where they are' }), [])
  deepEqual(unwordsAmong([], unwords, { onlineAbuse: 'a reason' }), [
    'onlineAbuse is excepted without need: take the exception out',
  ])
})

test('tables are found however they are made', () => {
  const sql = 'create table visit (id int);\nCREATE UNLOGGED TABLE if not exists "wait" (id int);'
  deepEqual(tablesIn(sql), new Set(['visit', 'wait']))
})

test('the page of problems and the table of problems are held against each other', () => {
  const page = '## `not_found`\n\n| `at_limit` | 409 |\n\nText about `other`.'
  const source = "export const problems = {\n  not_found: { kind: 'x' },\n  gone: {},\n} as const"
  const told = { what: 'page', names: codesTold(page) }
  const kept = { what: 'table', names: codesKept(source) }
  deepEqual(differences(told, kept), ['table: at_limit is missing', 'page: gone is missing'])
})

test('rules of the protocol are found in the names of tests alone', () => {
  const source =
    "test('P-01 and P-02: hello comes first', () => {})\n// P-03\ntest(`P-04 it's on`, x)"
  deepEqual(rulesTried(source), ['P-01', 'P-02', 'P-04'])
})

test('a promise is shown by tests that are there, under the names they have', (t) => {
  const house = mkdtempSync(path.join(tmpdir(), 'veilleuse-promises-'))
  t.after(() => rmSync(house, { recursive: true }))
  const file = path.join(house, 'words.test.ts')
  const page = [
    '## What is promised',
    '### Words are sealed',
    "- `words.test.ts`: nobody's words are read",
    '- `words.test.ts`: ${name} is refused',
    '- `words.test.ts`: not in the dump',
    '## Not protected',
    '### A watched phone',
  ].join('\n')
  const tests = [
    "test('nobody\\'s words are read', async (t) => {",
    "  await t.test(\n    'not in the dump', () => {})",
    'test(`${name} is refused`, () => {})',
  ].join('\n')
  const faultsWith = (source: string, text = page) => {
    writeFileSync(file, source)
    return unshownPromises('threats.md', text, house)
  }

  deepEqual(faultsWith(tests), [])
  deepEqual(faultsWith(tests.replace('the dump', 'any dump')), [
    'threats.md: «Words are sealed» is shown by «not in the dump», which words.test.ts does not hold: was it renamed?',
  ])
  // One that is commented out or skipped shows nothing.
  for (const idle of ["// test('nobody", "test.skip('nobody"]) {
    match(faultsWith(tests.replace("test('nobody", idle))[0] ?? '', /«nobody's words are read»/)
  }
  match(
    faultsWith(tests, page.replaceAll('`words.test.ts`', '`gone.test.ts`'))[0] ?? '',
    /gone\.test\.ts, which is not there/,
  )
  match(
    faultsWith(tests, page.replaceAll('`words.test.ts`', '`words.ts`'))[0] ?? '',
    /words\.ts, which is no file of tests/,
  )
  match(faultsWith(tests, page.replace(/^- .*\n/gm, ''))[0] ?? '', /names no test that shows it/)
  match(faultsWith(tests, 'nothing')[0] ?? '', /makes no promise/)
})

test('links must lead somewhere, headings included, and code is no link', (t) => {
  const house = mkdtempSync(path.join(tmpdir(), 'veilleuse-docs-'))
  t.after(() => rmSync(house, { recursive: true }))
  const text = [
    '[itself](README.md) [site](https://example.org) [heading](#it-is-here-1)',
    '# It is here',
    '# It is *here*!',
    '[gone](nowhere.md) [heading](README.md#there) ![picture](docs/none.png) [out](../README.md)',
    '`[code](nothing.md)`',
    '```',
    '[code](nothing.md)',
    '```',
  ].join('\n')
  writeFileSync(path.join(house, 'README.md'), text)

  deepEqual(brokenLinks('README.md', text, house), [
    'README.md: nowhere.md does not exist',
    'README.md: README.md#there has no such heading',
    'README.md: docs/none.png does not exist',
    'README.md: ../README.md does not exist',
  ])
})

test('what clings from the workshop is found', () => {
  deepEqual(tracesIn('Quiet words about the product, its /desk and its /visit.'), [])
  deepEqual(tracesIn('<'.repeat(7) + ' HEAD').length, 1)
  deepEqual(tracesIn(['see ', 'home', 'mina'].join('/')).length, 1)
  deepEqual(tracesIn(['TO', 'DO: later'].join('')).length, 1)
})
