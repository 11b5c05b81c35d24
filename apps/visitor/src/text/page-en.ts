import type { Retention } from '../page-input.ts'
import { helplinesEn } from './helplines-en.ts'
import type { PageTexts } from './page-texts.ts'

export const pageEn = {
  title: 'Home',
  language: 'English',
  languages: 'Language',
  skip: 'Skip to content',
  exit: 'Leave fast',
  exitAbout: 'Opens an everyday page instead of this one. On a keyboard: press Shift three times.',
  greeting: ['Hi. You can', 'talk here.'],
  lead: 'A real person reads you and answers. It is free, and nobody asks who you are.',
  openUntil: (moment) => `Open until ${moment}`,
  open: 'Open now',
  wait: ({ fromMinutes, toMinutes }) =>
    toMinutes > 90
      ? 'more than an hour to wait'
      : fromMinutes === 0
        ? `less than ${toMinutes} minutes to wait`
        : `${fromMinutes} to ${toMinutes} minutes to wait`,
  waitUnknown: 'nobody can say yet how long it takes',
  dueSoon: (moment) => `somebody comes at ${moment}`,
  fullGreeting: ['Hi. There are too many', 'of us right now.'],
  full: 'Everybody on the team is talking already, and many people wait. This page will say so by itself as soon as there is room.',
  fullNow: 'Full for now',
  closedGreeting: ['Hi. We are not', 'here right now.'],
  closedHours: 'The team is not here day and night. Come back when we are open: we will read you.',
  closedNobody:
    'Nobody is free to answer just now, though we should be open. This page will say so by itself when that changes.',
  opensAt: (moment) => `We open ${moment}`,
  dueAt: (moment) => `Somebody should be here ${moment}`,
  rulesTitle: 'How it works here',
  rules: [
    'A person from the team answers you, never a robot.',
    'You give no name and no number.',
    'It stays between you and the team, unless a life is in danger.',
  ],
  start: 'Start talking',
  starting: 'One moment…',
  startMeans: 'By starting, you say that you have read these three lines.',
  noNetwork: 'The network is not getting through. Try again in a moment.',
  unsealed:
    'Conversations cannot be locked here yet. So we wait: nothing is written until it is safe.',
  return: 'I already have my eight words',
  others: 'You can also talk here',
  otherOpen: 'open',
  otherClosed: 'closed for now',
  ownRules: 'How this line works',
  without:
    'To write here you need a recent browser with JavaScript. The numbers at the bottom work without.',
  questions: [
    {
      ask: 'Who will answer me?',
      answer: [
        'Somebody from the team, trained to listen. They use a made-up first name, but it is a person, from beginning to end.',
        'A supervisor may read along, to help whoever answers you. They belong to the same team and keep the same secrets.',
      ],
    },
    {
      ask: 'Will my parents know?',
      answer: [
        'No. We tell neither your parents nor your school. We do not know your name, your number or your address.',
        'One exception: if your life or somebody else’s is in danger, the team may call for help with what you told them. They will talk to you about it first, unless talking about it makes the danger worse.',
      ],
    },
    {
      ask: 'What if I am in danger?',
      answer: [
        'If it is happening now, call one of the numbers at the bottom of this page. It is free, even without credit.',
        'If you cannot speak aloud, write it here, even in one word. We will look with you for a way to get you safe.',
      ],
    },
    {
      ask: 'Who can read what I write?',
      answer: [
        'Your messages are locked on your device before they leave. Only the team that listens can open them: not the machines that carry them, not your phone company, not us out of curiosity.',
        'Here is what that lock does not hide. Somebody who looks at your screen or goes through your phone. That this device opened this site, at what time, and how many messages went by. What you tell yourself, like your name or your school. And, as with any web page, the first time you open it you have to trust the site that sends it.',
      ],
    },
  ],
  keptAsk: 'What is kept?',
  kept: (retention) => [
    'On your device: nothing, unless you choose so. No cookies, no account, no advertising, and no other site is told.',
    `With us: your messages, locked.${retention ? lengths(retention) : ''} At the end you can erase everything yourself, at once.`,
    'We do not record the internet address of your device. We count conversations, never who had them.',
  ],
  hide: {
    ask: 'Hide my visit',
    answer: [
      '“Leave fast”, at the top, closes this page and opens an everyday one. The back button does not lead here again. On a keyboard: press Shift three times.',
      'That button does not erase the browser’s history. The easiest way is to open a private window first, and to close it when you go. Otherwise you can clear the last hour in the history settings.',
      'If somebody watches your phone, use another device: that of a person you trust, at school, at the library.',
    ],
  },
  helplines: helplinesEn,
  emergency: 'In danger now?',
  emergencyCall: 'Call',
  demo: 'Trial page: nobody answers for real. If you need help, call a number below.',
} satisfies PageTexts

function lengths({ withoutPhraseHours, withPhraseDays }: Retention): string {
  const short =
    withoutPhraseHours % 24 === 0 && withoutPhraseHours > 24
      ? `${withoutPhraseHours / 24} days`
      : `${withoutPhraseHours} hours`
  return ` They are erased ${short} after the end, or ${withPhraseDays} days if you keep the conversation with eight words.`
}
