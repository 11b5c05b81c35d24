import path from 'node:path'
import { root, say } from './lib/house.mjs'
import {
  type Weight,
  weighConsole,
  weighLanding,
  weighLater,
  weighVisitorCode,
} from './sizes/weigh.ts'

// `npm test -- sizes`, after the browser apps were built: does each page still fit an old phone on a
// slow network? 1 kB is 1000 bytes.
const visitor = path.join(root, 'apps/visitor/dist')
const desk = path.join(root, 'apps/console/dist')
const budgets: readonly {
  readonly what: string
  readonly limit: { readonly bytes: number }
  weigh(): Weight
}[] = [
  // The first ten packets of a new connection carry 14 to 15 kB; a page in two rounds is there fast.
  { what: 'landing page, brotli', limit: { bytes: 16_000 }, weigh: () => weighLanding(visitor) },
  { what: 'visitor code, gzip', limit: { bytes: 30_000 }, weigh: () => weighVisitorCode(visitor) },
  {
    what: 'questions before, gzip',
    limit: { bytes: 3000 },
    weigh: () => weighLater(visitor, 'triage'),
  },
  { what: 'waiting room, gzip', limit: { bytes: 6000 }, weigh: () => weighLater(visitor, 'wait') },
  { what: 'last screens, gzip', limit: { bytes: 4000 }, weigh: () => weighLater(visitor, 'after') },
  {
    what: 'first screen of the desk, gzip',
    limit: { bytes: 250_000 },
    weigh: () => weighConsole(desk),
  },
]

let passed = 0
for (const { what, limit, weigh } of budgets) {
  const weight = weigh()
  const fits = weight.files.length > 0 && weight.bytes <= limit.bytes
  if (fits) passed += 1
  const measured = weight.files.length > 0 ? kilobytes(weight.bytes) : 'not built'
  say(`${fits ? '✔' : '✖'} ${what.padEnd(32)} ${measured.padStart(9)} of ${kilobytes(limit.bytes)}`)
  for (const { file, bytes } of weight.files) say(`    ${kilobytes(bytes).padStart(9)}  ${file}`)
}
const failed = budgets.length - passed
say(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

function kilobytes(bytes: number) {
  return `${(bytes / 1000).toFixed(1)} kB`
}
