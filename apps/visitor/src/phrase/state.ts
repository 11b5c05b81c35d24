import type { PhraseKeys } from '@veilleuse/sealing/phrase-keys'
import type { Entry } from './entry.ts'
import type { Found } from './return.ts'

/** Where somebody is with their words. */
export type PhraseState = Entering | Keeping | FoundAgain

export type Entering = {
  readonly at: 'entry'
  readonly text: string
  readonly entry: Entry | undefined
  readonly busy: 'stretching' | 'opening' | undefined
  readonly why: Why | undefined
}

export type FoundAgain = { readonly at: 'found'; readonly found: Found; readonly keys: PhraseKeys }

export type Keeping =
  | { readonly at: 'offer'; readonly busy: boolean; readonly why: Why | undefined }
  | { readonly at: 'made'; readonly words: readonly string[]; readonly copied: boolean }

/** Why it did not go on; each has its words. */
export type Why = 'notFound' | 'cannotHere' | 'noKeys' | 'trouble'

export const freshEntry: Entering = {
  at: 'entry',
  text: '',
  entry: undefined,
  busy: undefined,
  why: undefined,
}
export const freshOffer: Keeping = { at: 'offer', busy: false, why: undefined }
