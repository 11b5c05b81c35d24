import type { TriageTexts } from './triage-texts.ts'

export const triageTexts = {
  ask: {
    danger: 'Es-tu en danger, là, maintenant ?',
    howBad: 'À quel point ça va mal, là ?',
    about: 'C’est à propos de quoi ?',
  },
  free: 'Tu réponds si tu veux. Dans tous les cas, quelqu’un te lira.',
  skip: 'Passer, et attendre quelqu’un',
  dangerYes: 'Oui, je suis en danger',
  dangerNo: 'Non, pas maintenant',
  from: 'pas mal du tout',
  to: 'très mal',
  callNow: 'Appelle maintenant',
  meanwhile: 'Si tu ne peux pas appeler, reste ici : tu passes en tête de la file.',
} satisfies TriageTexts
