import { languages } from '@veilleuse/domain/language'
import type { Language } from '@veilleuse/domain/language'

/** The list of the phrase in each language: the words shown are words of the page's own. */
const lists: Readonly<Record<Language, () => Promise<readonly string[]>>> = {
  fr: async () => (await import('@veilleuse/sealing/words/french')).french,
  en: async () => (await import('@veilleuse/sealing/words/english')).english,
}

export function listIn(language: Language): Promise<readonly string[]> {
  return lists[language]()
}

/** Ways to all the lists, that of the language first. */
export function listsFrom(language: Language) {
  const others = languages.filter((one) => one !== language)
  return [lists[language], ...others.map((one) => lists[one])] as const
}
