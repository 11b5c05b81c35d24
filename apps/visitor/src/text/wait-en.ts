import { helplinesEn } from './helplines-en.ts'
import type { WaitTexts } from './wait-texts.ts'

export const waitTexts = {
  there: 'Are you still there?',
  thereAbout:
    'It is nearly your turn. Touch the screen, and we call you when it comes. If not, your place waits another 15 minutes.',
  thereYes: 'Yes, I am here',
  helps: 'While you wait',
  tools: {
    breathing: 'Breathe',
    senses: 'Look around',
    starters: 'Find the words',
    elsewhere: 'Other lines',
    safety: 'Who can see I was here?',
  },
  stop: 'Stop the exercise',
  close: 'Close',
  breatheIn: 'Breathe in',
  breatheOut: 'Breathe out',
  breatheAbout: 'In while the light grows, out while it shrinks. If you feel dizzy, stop.',
  senses: [
    'Find 5 things you can see.',
    'Find 4 things you can touch.',
    'Listen for 3 sounds.',
    'Look for 2 smells.',
    'Notice 1 taste in your mouth.',
  ],
  next: 'Next',
  sensesDone: 'There. You are here. Take a breath.',
  startersAbout: 'Tap a sentence to put it in your message. You can change it.',
  starters: [
    'I do not know where to start.',
    'Something happened to me.',
    'I am scared.',
    'Somebody is hurting me.',
    'I am worried about somebody.',
    'I cannot sleep any more.',
    'I just need to talk.',
  ],
  helplines: helplinesEn,
  looking: 'Looking who is open…',
  notFound: 'The list is not coming right now. The numbers at the foot of the page answer.',
  safety: [
    {
      title: 'What stays on this device',
      points: [
        'What you write is not kept here.',
        'The browser’s history notes that this site was opened. The name of the tab does not say what it is.',
        'In private browsing the history notes nothing. Open a private window before you come back, and close it when you leave.',
        'If not, erase the last hour in the history settings.',
      ],
    },
    {
      title: 'Who can see something',
      points: [
        'Somebody next to you sees your screen. “Leave fast” replaces it at once.',
        'Whoever runs the Wi-Fi or pays for the phone may know that this site was opened, and when. Never what you write.',
        'An app for parental control or spying may see the whole screen. If you think there is one, use the device of somebody you trust.',
      ],
    },
    {
      title: 'If you are interrupted',
      points: [
        'Phone locked or network lost: your place waits for you for 15 minutes.',
        'Page closed or reloaded: your place waits as well, if the box below is ticked. If not, you leave the queue.',
      ],
    },
  ],
} satisfies WaitTexts
