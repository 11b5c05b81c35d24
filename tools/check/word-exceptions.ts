import type { Exceptions } from './exceptions.ts'

/** Names that hold an unword and may, each with its reason. */
export const wordExceptions: Exceptions = {}
