import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { EventData } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/**
 * For `node --test`: tells of failures alone, and leaves the sums in the file that VEILLEUSE_TALLY
 * names. A test that was skipped or left to do, and a file without a test, count as failed.
 */
export default async function* reporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const complaints = new Map<string, string>()
  const blamed = new Set<string>()
  const sums = { passed: 0, failed: 0 }
  for await (const event of events) {
    if (event.type === 'test:stderr') {
      complaints.set(event.data.file, (complaints.get(event.data.file) ?? '') + event.data.message)
    }
    const verdict = verdictOn(event)
    if (!verdict) continue
    sums[verdict.why === undefined ? 'passed' : 'failed'] += 1
    if (verdict.why === undefined) continue
    yield told(verdict.test, verdict.why)
    blamed.add(verdict.test.file ?? '')
  }
  for (const file of blamed) yield complaints.get(file) ?? ''
  const tally = process.env['VEILLEUSE_TALLY']
  if (tally) writeFileSync(tally, JSON.stringify(sums))
}

type Test = EventData.TestFail | EventData.TestPass

/** What this event says of a test: why it failed, or that it passed; undefined if it is no verdict. */
function verdictOn(event: TestEvent): { test: Test; why: string | undefined } | undefined {
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return undefined
  if (event.data.details.type === 'suite' || blamesOthers(event.data)) return undefined
  const why = event.type === 'test:fail' ? reasonOf(event.data) : whyNotCounted(event.data)
  return { test: event.data, why }
}

function told(test: Test, why: string): string {
  const place = `${path.relative('', test.file ?? '')}:${test.line ?? ''}`
  return `\n✖ ${test.name}\n  ${place}\n${why.replace(/^/gm, '  ')}\n`
}

function whyNotCounted(test: EventData.TestPass): string | undefined {
  if (test.skip !== undefined) return 'skipped: a test runs or goes'
  if (test.todo !== undefined) return 'left to do: a test runs or goes'
  // Node counts a file that holds no test as one test of the file's own name.
  const isFile = test.file !== undefined && path.resolve(test.name) === test.file
  return isFile ? 'there is no test in this file' : undefined
}

/** A test that fails only because a test within it does, which is told of already. */
function blamesOthers(test: Test): boolean {
  const error: unknown = 'error' in test.details ? test.details.error : undefined
  return error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed'
}

function reasonOf(test: EventData.TestFail): string {
  const { error } = test.details
  return inspect(error.cause ?? error, { depth: 4 })
}
