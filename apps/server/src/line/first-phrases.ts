import type { Language } from '@veilleuse/domain/language'

/** Prepared replies a new helpline begins with; its own take their place. */
export const firstPhrases: readonly { language: Language; title: string; text: string }[] = [
  {
    language: 'fr',
    title: 'Bonjour',
    text: 'Bonjour, je suis là pour t’écouter. Qu’est-ce qui t’amène aujourd’hui ?',
  },
  {
    language: 'fr',
    title: 'Prends ton temps',
    text: 'Prends tout ton temps pour écrire. Je ne bouge pas d’ici.',
  },
  {
    language: 'fr',
    title: 'Lieu calme',
    text: 'Est-ce que tu es dans un endroit où tu peux parler tranquillement ?',
  },
  {
    language: 'fr',
    title: 'Demander le danger',
    text: 'Je préfère te poser la question clairement : est-ce que tu es en danger en ce moment ?',
  },
  {
    language: 'fr',
    title: 'Idées suicidaires',
    text: 'Est-ce que tu penses au suicide ? Tu peux m’en parler, je ne vais pas te juger.',
  },
  {
    language: 'fr',
    title: 'Dire au revoir',
    text: 'Merci de ta confiance. Tu peux revenir quand tu en as besoin.',
  },
  {
    language: 'en',
    title: 'Hello',
    text: 'Hello, I am here to listen. What brings you here today?',
  },
  {
    language: 'en',
    title: 'Take your time',
    text: 'Take all the time you need to write. I am staying right here.',
  },
  {
    language: 'en',
    title: 'Calm place',
    text: 'Are you somewhere you can talk without being disturbed?',
  },
  {
    language: 'en',
    title: 'Ask about danger',
    text: 'I would rather ask you plainly: are you in danger right now?',
  },
  {
    language: 'en',
    title: 'Suicidal thoughts',
    text: 'Are you thinking about suicide? You can tell me about it, I will not judge you.',
  },
  {
    language: 'en',
    title: 'Say goodbye',
    text: 'Thank you for trusting me. You can come back whenever you need to.',
  },
]
