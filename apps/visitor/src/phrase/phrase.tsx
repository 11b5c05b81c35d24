import { Refused, Unreachable } from '@veilleuse/client/call'
import type { Language } from '@veilleuse/domain/language'
import type { Keep } from '@veilleuse/sealing/keep'
import { Refusal } from '@veilleuse/sealing/refusal'
import type { VNode } from 'preact'
import type { Journey } from '../journey.ts'
import { toTheTop } from '../settle.ts'
import type { PhraseTexts } from '../text/phrase-texts.ts'
import type { Texts } from '../text/texts.ts'
import type { Entry as Line, Visit } from '../visit/visit.ts'
import { complete, correct, readInAny } from './entry.ts'
import { FoundScreen } from './found-screen.tsx'
import { KeepPanel } from './keep-panel.tsx'
import { keysOfWords, makeWords, putBehind } from './make.ts'
import { extended, find } from './return.ts'
import { ReturnScreen } from './return-screen.tsx'
import { freshEntry, freshOffer } from './state.ts'
import type { PhraseState, Why } from './state.ts'
import { listIn, listsFrom } from './words.ts'

/** What comes only to who keeps a conversation or comes back to one. */
export type Phrase = {
  /** The screen or the panel that belongs to this visit now. */
  draw(visit: Visit, text: Texts): VNode | undefined
  speak(language: Language): Promise<void>
}

export type PhraseActs = {
  typed(text: string): void
  completed(word: string): void
  corrected(typed: string, word: string): void
  open(): void
  goOn(): void
  home(): void
  make(): void
  copy(): void
  done(): void
  notNow(): void
}

type Wishes = {
  readonly journey: Journey
  readonly language: Language
  redraw(): void
  home(): void
}

// Long enough not to search the list at every key on a slow telephone.
const readAfterMs = 150

export async function openPhrase({ journey, language, redraw, home }: Wishes): Promise<Phrase> {
  const { place, tell } = journey
  let text = await wordsIn(language)
  let list = await listIn(language)
  let lists = listsFrom(language)
  let state: PhraseState = freshEntry
  let later: ReturnType<typeof setTimeout> | undefined
  /** Everything that the words of this visitor open, once they have come back. */
  let soFar: Keep | undefined

  const acts: PhraseActs = {
    typed,
    completed: (word) => state.at === 'entry' && typed(complete(state.text, word)),
    corrected: (wrong, word) => state.at === 'entry' && typed(correct(state.text, wrong, word)),
    open: () => void open(),
    goOn: () => void goOn(),
    home,
    make: () => void make(),
    copy: () => void copy(),
    done() {
      state = freshOffer
      tell({ type: 'kept' })
      tell({ type: 'keeping', on: false })
    },
    notNow: () => tell({ type: 'keeping', on: false }),
  }

  return {
    draw(visit, texts) {
      if (visit.screen === 'returning')
        return state.at === 'found' ? (
          <FoundScreen found={state.found} text={text} texts={texts} acts={acts} />
        ) : (
          <ReturnScreen state={state.at === 'entry' ? state : freshEntry} text={text} acts={acts} />
        )
      if (visit.screen !== 'end' || !visit.after.keeping) return undefined
      const shown = state.at === 'made' || state.at === 'offer' ? state : freshOffer
      return <KeepPanel state={shown} text={text} acts={acts} />
    },
    async speak(to) {
      text = await wordsIn(to)
      list = await listIn(to)
      lists = listsFrom(to)
    },
  }

  function set(next: PhraseState) {
    const moved = next.at !== state.at
    state = next
    redraw()
    if (moved) toTheTop()
  }

  function typed(words: string) {
    clearTimeout(later)
    const entry = state.at === 'entry' ? state.entry : undefined
    set({ ...freshEntry, text: words, entry })
    later = setTimeout(() => void read(words), readAfterMs)
  }

  async function read(words: string) {
    const entry = await readInAny(words, lists)
    if (state.at === 'entry' && state.text === words) set({ ...state, entry })
  }

  async function open() {
    if (state.at !== 'entry' || state.busy) return
    const entered = { ...state, why: undefined }
    const { verdict } = await readInAny(entered.text, lists)
    if (verdict.is !== 'sound') return read(entered.text)
    try {
      set({ ...entered, busy: 'stretching' })
      const keys = await keysOfWords(place, verdict)
      if (!keys) return set({ ...entered, why: 'cannotHere' })
      set({ ...entered, busy: 'opening' })
      const found = await find(place, keys)
      if (!found) return set({ ...entered, why: 'notFound' })
      soFar = found.keep
      if (found.live) {
        await journey.join(found.live, framed(found.earlier))
        if (!found.whole) tell({ type: 'unreadable' })
      } else set({ at: 'found', found, keys })
    } catch (trouble) {
      set({ ...entered, why: whyOf(trouble) })
    }
  }

  /** A new contact after the ones before; the same words open all of them from now on. */
  async function goOn() {
    if (state.at !== 'found') return
    const { found, keys } = state
    await journey.start({ ...found.returning, earlier: framed(found.earlier) })
    const now = journey.conversation()
    if (!now) return
    const kept = extended(found.keep, now.keys)
    soFar = kept
    await persistently(() => putBehind(keys, { token: now.token, kept }))
  }

  async function make() {
    const talking = journey.conversation()
    if (!talking || (state.at === 'offer' && state.busy)) return
    try {
      set({ at: 'offer', busy: true, why: undefined })
      const { words, keys } = await makeWords(place, list)
      const alone = { sessions: [], signing: talking.keys.signing }
      const kept = soFar ?? extended(alone, talking.keys)
      await putBehind(keys, { token: talking.token, kept })
      set({ at: 'made', words, copied: false })
    } catch (trouble) {
      set({ at: 'offer', busy: false, why: whyOf(trouble) })
    }
  }

  async function copy() {
    if (state.at !== 'made') return
    const made = state
    try {
      await navigator.clipboard.writeText(made.words.join(' '))
      set({ ...made, copied: true })
    } catch {
      // Not allowed here: the words stand on the screen.
    }
  }
}

/** What came before, and where today begins. */
function framed(earlier: readonly Line[]): readonly Line[] {
  if (earlier.length === 0) return []
  return [
    { by: 'page', id: 'earlier', note: 'earlier' },
    ...earlier,
    { by: 'page', id: 'now', note: 'now' },
  ]
}

function whyOf(trouble: unknown): Why {
  if (trouble instanceof Unreachable || trouble instanceof Refused) return 'trouble'
  if (trouble instanceof Refusal) return 'noKeys'
  throw trouble
}

const tries = 5
const pauseMs = 4000

/** The words must open the new contact as well: worth asking again for a while. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (let left = tries; left > 0; left--) {
    try {
      return await work()
    } catch (trouble) {
      if (!(trouble instanceof Unreachable)) return
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

const words: Readonly<Record<Language, () => Promise<{ phraseTexts: PhraseTexts }>>> = {
  fr: () => import('../text/phrase-fr.ts'),
  en: () => import('../text/phrase-en.ts'),
}

async function wordsIn(language: Language): Promise<PhraseTexts> {
  return (await words[language]()).phraseTexts
}
