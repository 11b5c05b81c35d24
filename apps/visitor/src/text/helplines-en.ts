import type { HelplineTexts } from './helpline-texts.ts'

export const helplinesEn = {
  title: 'Open now, elsewhere',
  titleLater: 'Other lines',
  about: 'These are other teams. A call may stay in the phone’s list of calls.',
  none: 'We know of no other line for now. The numbers at the foot of the page answer.',
  always: 'day and night',
  until: (moment) => `until ${moment}`,
  opens: (moment) => `opens ${moment}`,
  unknown: 'hours to be checked',
  speaks: (languages) => `In ${languages}`,
  chat: 'Their site, with a chat',
  site: 'Their site',
  readOn: (day) => `Numbers and hours as read on ${day}.`,
} satisfies HelplineTexts
