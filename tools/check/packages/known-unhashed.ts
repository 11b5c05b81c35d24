import type { Exceptions } from '../exceptions.ts'

const elsewhere =
  'tools of developers on other kinds of machine: the registry that wrote the lockfile did not carry them. `npm install` against registry.npmjs.org adds their hashes'

/** Families of packages without a hash in the lockfile. None of them is part of a helpline. */
export const knownUnhashed: Exceptions = {
  '@oxc-parser/binding-*': elsewhere,
  '@oxfmt/binding-*': elsewhere,
  '@oxlint-tsgolint/*': elsewhere,
  '@oxlint/binding-*': elsewhere,
}
