import type { Language } from '@veilleuse/domain/language'

/**
 * What may be said into a silence, in the visitor's language whatever the desk speaks: without
 * blame, and nothing of what was talked about (domain.md §6.3).
 */
export const nudges = {
  fr: {
    first: 'Je suis toujours là. Prends ton temps, il n’y a pas d’urgence.',
    second:
      'Parfois c’est difficile de trouver les mots. Tu peux juste écrire « oui », « non » ou un seul mot, c’est déjà bien.',
    last: 'Je vais bientôt devoir refermer cette conversation si tu n’es plus là. Tu peux revenir quand tu veux, et si tu es en danger, appelle le 112.',
  },
  en: {
    first: 'I am still here. Take your time, there is no rush.',
    second:
      'Sometimes it is hard to find words. You can just write "yes", "no" or one single word, that is already a lot.',
    last: 'I will soon have to close this conversation if you are no longer here. You can come back whenever you like, and if you are in danger, call 112.',
  },
} satisfies Record<Language, Record<'first' | 'second' | 'last', string>>
