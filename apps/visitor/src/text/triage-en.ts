import type { TriageTexts } from './triage-texts.ts'

export const triageTexts = {
  ask: {
    danger: 'Are you in danger right now?',
    howBad: 'How bad is it right now?',
    about: 'What is it about?',
  },
  free: 'Answer if you like. Either way, somebody will read you.',
  skip: 'Skip, and wait for somebody',
  dangerYes: 'Yes, I am in danger',
  dangerNo: 'No, not now',
  from: 'not bad at all',
  to: 'very bad',
  callNow: 'Call now',
  meanwhile: 'If you cannot call, stay here: you go to the head of the queue.',
} satisfies TriageTexts
