import type { Fault } from './faults.ts'

/** What is excepted, and why. */
export type Exceptions = Readonly<Record<string, string>>

/** The findings that nobody excepted, and the exceptions that nothing needs any more. */
export function unexcused(
  findings: readonly { readonly key: string; readonly fault: Fault }[],
  exceptions: Exceptions,
): readonly Fault[] {
  const keys = new Set(findings.map(({ key }) => key))
  const unused = Object.keys(exceptions).filter((key) => !keys.has(key))
  return [
    ...findings.filter(({ key }) => !Object.hasOwn(exceptions, key)).map(({ fault }) => fault),
    ...unused.map((key) => `${key} is excepted without need: take the exception out`),
  ]
}
