import { readFileSync } from 'node:fs'

export type Tally = { readonly passed: number; readonly failed: number }

/** What the reporter left in this file. A run that left nothing did not come to its end. */
export function tallyOfNode(file: string): Tally {
  const said = parsed(file)
  return isTally(said) ? said : { passed: 0, failed: 1 }
}

/** From Playwright's JSON report. A story that passed only when told again has failed. */
export function tallyOfPlaywright(file: string): Tally {
  const said = parsed(file)
  if (typeof said !== 'object' || said === null || !('stats' in said))
    return { passed: 0, failed: 1 }
  const count = (name: string) => numberIn(said.stats, name)
  const failed = count('unexpected') + count('flaky') + count('skipped')
  return { passed: count('expected'), failed }
}

/** From a line such as `3 passed, 0 failed`, with which our own tools end. */
export function tallyOfText(output: string): Tally {
  const line = output.trimEnd().split('\n').at(-1) ?? ''
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? []
  if (passed === undefined || failed === undefined) return { passed: 0, failed: 1 }
  return { passed: Number(passed), failed: Number(failed) }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function isTally(said: unknown): said is Tally {
  return (
    typeof said === 'object' &&
    said !== null &&
    'passed' in said &&
    'failed' in said &&
    typeof said.passed === 'number' &&
    typeof said.failed === 'number'
  )
}

function numberIn(said: unknown, name: string): number {
  if (typeof said !== 'object' || said === null) return 0
  const value: unknown = Reflect.get(said, name)
  return typeof value === 'number' ? value : 0
}
