import { languages } from '@veilleuse/domain/language'
import type { Language } from '@veilleuse/domain/language'

/**
 * The words in every language, as `data-…` attributes: what frames the screens can then change its
 * language in the middle of a conversation, without a request.
 */
export function inEach(words: (language: Language) => string): Record<`data-${Language}`, string> {
  return Object.fromEntries(
    languages.map((language) => [`data-${language}`, words(language)]),
  ) as Record<`data-${Language}`, string>
}
