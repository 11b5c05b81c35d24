import type { Language } from '@veilleuse/domain/language'
import { questionsOf, urgencyOf } from '@veilleuse/domain/triage'
import type { Answers, Triage } from '@veilleuse/domain/triage'
import type { VNode } from 'preact'
import type { Told } from '../journey.ts'
import { toTheTop } from '../settle.ts'
import type { TriageTexts } from '../text/triage-texts.ts'
import type { Visit } from '../visit/visit.ts'
import { Ask } from './ask.tsx'
import { numbersOnPage } from './on-page.ts'
import { Numbers } from './numbers.tsx'

/** What a line asks before the wait, and the numbers for who is in danger. */
export type Asking = {
  /** The question that stands now. */
  draw(visit: Visit): VNode | undefined
  /** Above everything, for as long as nobody of the team is there. */
  numbers(visit: Visit): VNode | undefined
  speak(language: Language): Promise<void>
}

type Wishes = {
  readonly triage: Triage
  readonly language: Language
  redraw(): void
  /** Called once, with nothing when nothing was answered. */
  done(told: Told | undefined): void
}

export async function openTriage(wishes: Wishes): Promise<Asking> {
  const { triage, redraw, done } = wishes
  let { language } = wishes
  let words = await wordsIn(language)
  let answers: Answers = {}
  let left = questionsOf(triage)

  return {
    draw(visit) {
      const [question] = left
      if (visit.screen !== 'asking' || !question) return undefined
      const topics = triage.about.map((topic) => topic[language])
      return (
        <Ask key={question} ask={question} topics={topics} words={words} on={{ answer, skip }} />
      )
    },
    numbers(visit) {
      const alone = visit.screen !== 'talk' || visit.talk.view.state === 'waiting'
      const shown = answers.danger && alone && visit.screen !== 'end'
      return shown ? <Numbers numbers={numbersOnPage(language)} words={words} /> : undefined
    },
    async speak(to) {
      words = await wordsIn(to)
      language = to
    },
  }

  function answer(given: Answers) {
    answers = { ...answers, ...given }
    left = given.danger ? [] : left.slice(1)
    next()
  }

  function skip() {
    left = []
    next()
  }

  function next() {
    if (left.length > 0) {
      redraw()
      toTheTop()
    } else {
      const any = Object.keys(answers).length > 0
      done(any ? { urgency: urgencyOf(answers), answers } : undefined)
    }
  }
}

const texts: Readonly<Record<Language, () => Promise<{ triageTexts: TriageTexts }>>> = {
  fr: () => import('../text/triage-fr.ts'),
  en: () => import('../text/triage-en.ts'),
}

async function wordsIn(language: Language): Promise<TriageTexts> {
  return (await texts[language]()).triageTexts
}
