import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Exceptions, unexcused } from './check/exceptions.ts'
import type { Fault } from './check/faults.ts'
import { type Unword, unwordsIn } from './check/glossary.ts'
import { identifiersIn, tablesIn, wordsOf } from './check/identifiers.ts'
import { wordExceptions } from './check/word-exceptions.ts'
import { root } from './lib/house.mjs'

export type Named = { readonly file: string; readonly names: ReadonlySet<string> }

/** The names in domain, contract and the database that say a thing by another word than ours. */
export function checkWords(): readonly Fault[] {
  const unwords = unwordsIn(readFileSync(path.join(root, 'docs/glossary.md'), 'utf8'))
  const sources = globSync('packages/{domain,contract}/src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => ({ file, names: identifiersIn(read(file)) }))
  const tables = globSync('apps/server/migrations/*.sql', { cwd: root }).map((file) => ({
    file,
    names: tablesIn(read(file)),
  }))
  if (unwords.length === 0) return ['docs/glossary.md has no table with a "not" column']
  return unwordsAmong([...sources, ...tables], unwords, wordExceptions)
}

/** An exception is a whole name, such as `chatLine`, wherever it occurs. */
export function unwordsAmong(
  named: readonly Named[],
  unwords: readonly Unword[],
  exceptions: Exceptions,
): readonly Fault[] {
  const findings = named.flatMap(({ file, names }) =>
    [...names].flatMap((name) => {
      const found = unwords.find(({ not }) => holds(wordsOf(name), not))
      if (!found) return []
      return [
        { key: name, fault: `${file}: ${name} says "${found.not}"; our word is ${found.but}` },
      ]
    }),
  )
  return unexcused(findings, exceptions)
}

/** Whether the words hold this one, or its plural, or these several in a row. */
function holds(words: readonly string[], unword: string): boolean {
  const wanted = wordsOf(unword.replaceAll(/[ -]/g, '_'))
  return words.some((_, start) =>
    wanted.every((word, i) => {
      const said = words[start + i]
      return said === word || said === `${word}s`
    }),
  )
}

function read(file: string) {
  return readFileSync(path.join(root, file), 'utf8')
}
