import type { Helpline } from '@veilleuse/contract/directory'
import type { LineStatus } from '@veilleuse/contract/visit'
import type { Language, Worded } from '@veilleuse/domain/language'
import type { Triage } from '@veilleuse/domain/triage'

/** What the server knows of this minute, for the page that is the same for everybody. */
export type PageInput = {
  readonly language: Language
  readonly status: LineStatus
  readonly helpline: {
    readonly name: Worded
    /** Name of the installation, as its root statement says it. */
    readonly instance: string
    /** SHA-256 of the root statement, base64url. Without it nothing can be sealed, nor said. */
    readonly rootFingerprint?: string
  }
  /** What follows the language in this page's address: nothing, or the slug of a further line. */
  readonly path: string
  /** Slug of the line this page opens. */
  readonly line: string
  readonly rulesVersion: number
  /** Where quick exit goes: some everyday page that says nothing of whoever opens it. */
  readonly exitAddress: string
  readonly emergency: readonly Emergency[]
  /** What the line asks before the wait. */
  readonly triage: Triage
  /** What the line is for, in its own words; empty until somebody has said it. */
  readonly purpose: Worded
  /** The line's own rules, paragraphs between empty lines, when it has published any. */
  readonly rules?: Worded
  /** The other lines of the helpline, in their order. */
  readonly others: readonly OtherLine[]
  /** How long things are kept, when the installation enforces it: the rules then say so. */
  readonly retention?: Retention
  /** Who else is there, shown where the line lets nobody in. */
  readonly helplines: readonly Helpline[]
  /** Of the line: whose short numbers work here. */
  readonly country: string
  readonly now: Date
  /** A trial installation: says on the page that nobody answers for real. */
  readonly demo: boolean
}

export type OtherLine = {
  readonly slug: string
  readonly name: Worded
  readonly purpose: Worded
  readonly state: LineStatus['state']
}

export type Emergency = {
  readonly number: string
  readonly label: Worded
  /** How it is reached, where a call is no use. */
  readonly by?: 'text'
}

export type Retention = {
  readonly withoutPhraseHours: number
  readonly withPhraseDays: number
}

export type Page = {
  readonly html: string
  /** Hashes for `script-src` and `style-src`, as `sha256-…`, without quotes. */
  readonly csp: { readonly scripts: readonly string[]; readonly styles: readonly string[] }
}
