import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from './faults.ts'
import { testNames } from './test-names.ts'

type Promise = { readonly name: string; readonly shown: readonly Shown[] }
type Shown = { readonly file: string; readonly test: string }

/**
 * Where the promises of a page are not shown by the tests they name. Promises are the headings under
 * «What is promised», tests stand below each as "- `file`: name". `root` is where files are told from.
 */
export function unshownPromises(page: string, text: string, root: string): readonly Fault[] {
  const promises = promisesIn(text)
  if (promises.length === 0) return [`${page} makes no promise: is «What is promised» gone?`]
  return promises.flatMap(({ name, shown }) =>
    shown.length === 0
      ? [`${page}: «${name}» names no test that shows it`]
      : shown.flatMap((one) => {
          const why = whyNotShown(one, root)
          return why ? [`${page}: «${name}» ${why}`] : []
        }),
  )
}

export function promisesIn(text: string): readonly Promise[] {
  const section = /^## What is promised$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text)?.[1] ?? ''
  const [, ...parts] = section.split(/^### /m)
  return parts.map((part) => ({
    name: part.split('\n')[0]?.trim() ?? '',
    shown: [...part.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file = '', test = '']) => ({
      file,
      test: test.trim(),
    })),
  }))
}

function whyNotShown({ file, test }: Shown, root: string): string | undefined {
  if (!/\.(test|spec)\.tsx?$/.test(file)) return `is shown by ${file}, which is no file of tests`
  const whole = path.join(root, file)
  if (!existsSync(whole)) return `is shown by ${file}, which is not there`
  if (testNames(readFileSync(whole, 'utf8')).includes(test)) return undefined
  return `is shown by «${test}», which ${file} does not hold: was it renamed?`
}
