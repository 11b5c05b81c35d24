import type { Language } from '@veilleuse/domain/language'
import type { VNode } from 'preact'
import type { Journey } from '../journey.ts'
import type { Visit } from '../visit/visit.ts'

export type Phrase = {
  draw(visit: Visit, language: Language): VNode
  speak(language: Language): Promise<void>
}
export async function openPhrase(_: { journey: Journey, language: Language, redraw(): void, home(): void }): Promise<Phrase> {
  return { draw: () => <p>x</p>, speak: async () => {} }
}
