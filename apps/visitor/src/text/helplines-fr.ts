import type { HelplineTexts } from './helpline-texts.ts'

export const helplinesFr = {
  title: 'Ouvert maintenant, ailleurs',
  titleLater: 'D’autres lignes',
  about: 'Ce sont d’autres équipes. Un appel peut rester dans la liste des appels du téléphone.',
  none: 'On ne connaît pas d’autre ligne pour l’instant. Les numéros en bas de page répondent.',
  always: 'jour et nuit',
  until: (moment) => `jusqu’${moment}`,
  opens: (moment) => `ouvre ${moment}`,
  unknown: 'horaires à vérifier',
  speaks: (languages) => `En ${languages}`,
  chat: 'Leur site, avec un chat',
  site: 'Leur site',
  readOn: (day) => `Numéros et horaires relevés le ${day}.`,
} satisfies HelplineTexts
