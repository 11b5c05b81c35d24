import type { Language } from '@veilleuse/domain/language'

/** What the build knows and the page must name. Put in place of `__BUILT__` by build/build.ts. */
export type Built = {
  /** The whole style sheet, and its CSP hash. */
  readonly style: string
  readonly styleHash: string
  readonly boot: string
  readonly bootHash: string
  /** Import map with the integrity of every chunk. */
  readonly importMap: string
  readonly importMapHash: string
  readonly app: string
  readonly words: Readonly<Record<Language, string>>
  readonly fonts: { readonly text: string; readonly headings: string }
}

declare const __BUILT__: Built

export const built: Built = __BUILT__
