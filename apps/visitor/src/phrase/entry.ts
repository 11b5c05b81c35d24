import { completions, readPhrase } from '@veilleuse/sealing/phrase'

/** What stands in the field, told word by word, and what may help. Nothing here leaves the page. */
export type Entry = {
  readonly words: readonly Typed[]
  /** For the word being typed, once it can hardly be another: at most three. */
  readonly completions: readonly string[]
  readonly verdict: Verdict
}

export type Typed = { readonly typed: string; readonly word: string | undefined }

export type Verdict =
  | { readonly is: 'unfinished' }
  | { readonly is: 'unknown'; readonly typed: string; readonly suggestions: readonly string[] }
  | { readonly is: 'mistyped' }
  | { readonly is: 'too_many' }
  | { readonly is: 'sound'; readonly entropy: Uint8Array; readonly words: 8 | 12 }

/** Four letters tell every word of the list from every other. */
const telling = 4

/**
 * The words may have been made on a page in another language: they are read in the first list until
 * one of them is not in it, and then in the list that knows more of them. One phrase, one list. The
 * others are asked for only then; while they cannot come, the first alone counts.
 */
export async function readInAny(text: string, [first, ...others]: Lists): Promise<Entry> {
  let best = await readEntry(text, await first())
  for (const other of others) {
    if (best.verdict.is !== 'unknown' && best.verdict.is !== 'mistyped') break
    try {
      const entry = await readEntry(text, await other())
      if (fits(entry) > fits(best)) best = entry
    } catch {
      // Not now: the words are read again with the next key.
    }
  }
  return best
}

type List = () => Promise<readonly string[]>
type Lists = readonly [first: List, ...others: List[]]

/** Words of the list come first, then those that are nearly so. */
function fits({ words, verdict }: Entry): number {
  if (verdict.is === 'sound') return Infinity
  const near = verdict.is === 'unknown' && verdict.suggestions.length > 0
  return words.filter(({ word }) => word).length + (near ? 0.5 : 0)
}

export async function readEntry(text: string, list: readonly string[]): Promise<Entry> {
  const typed = text.split(/[\s,;.-]+/).filter((word) => word !== '')
  // A word is finished by what follows it; until then it is not held against anybody.
  const typing = /[^\s,;.-]$/.test(text) ? typed.at(-1) : undefined
  // No more than a phrase has: something else may have been pasted, of any length.
  const words = typed.slice(0, 12).map((one) => ({ typed: one, word: wholeWord(one, list) }))
  const last = words.at(-1)
  return {
    words,
    completions:
      typing && typing.length >= 2 && typing !== last?.word
        ? completions(typing, list).slice(0, 3)
        : [],
    verdict: await verdictOn({ text, words, typing: typing !== undefined, list }),
  }
}

/** The text with its last word written out. */
export function complete(text: string, word: string): string {
  return `${text.replace(/[^\s,;.-]*$/, '')}${word} `
}

/** The text with the first word like `typed` replaced. */
export function correct(text: string, typed: string, word: string): string {
  return text.replace(typed, word)
}

type Given = {
  readonly text: string
  readonly words: readonly Typed[]
  readonly typing: boolean
  readonly list: readonly string[]
}

async function verdictOn({ text, words, typing, list }: Given): Promise<Verdict> {
  const reading = await readPhrase(text, list)
  switch (reading.state) {
    case 'read':
      return { is: 'sound', entropy: reading.entropy, words: reading.words }
    case 'mistyped_phrase':
      // Eight words may be the beginning of twelve, and a word may be half typed.
      return { is: 'mistyped' }
    case 'unknown_word': {
      const halfTyped = typing && reading.at === words.length - 1
      if (
        halfTyped &&
        (reading.word.length < telling || completions(reading.word, list).length > 0)
      )
        return { is: 'unfinished' }
      return {
        is: 'unknown',
        typed: Array.from(words[reading.at]?.typed ?? '')
          .slice(0, 30)
          .join(''),
        suggestions: reading.suggestions,
      }
    }
    case 'wrong_count':
      return { is: reading.count > 12 ? 'too_many' : 'unfinished' }
  }
}

/** The word of the list that was meant, when there is no doubt. */
function wholeWord(typed: string, list: readonly string[]): string | undefined {
  const begun = completions(typed, list)
  const same = begun.find((word) => word.length === typed.normalize('NFC').length)
  return same ?? (begun.length === 1 && typed.length >= telling ? begun[0] : undefined)
}
