import type { PhraseTexts } from './phrase-texts.ts'

export const phraseTexts = {
  returnTitle: 'Your eight words',
  returnLabel: 'Write your words, with a space between them',
  returnAbout: 'The first four letters are enough. Capitals do not matter.',
  count: (words) => (words === 1 ? '1 word of 8' : `${words} words of 8`),
  completions: 'This word?',
  unknown: (word) => `“${word}” is not one of the possible words.`,
  meant: 'Perhaps:',
  mistyped:
    'These words all exist, but not together. Perhaps two are swapped, or one looks like another.',
  tooMany: 'There are too many words. It takes eight.',
  open: 'Find my conversation',
  opening: 'Opening your conversation…',
  stretching: 'Trying your words. It takes a few seconds: that is what protects them.',
  notFound:
    'These words open nothing. Perhaps the conversation was erased, or one word is another. You can check, or start a new conversation.',
  cannotHere: 'This browser cannot open eight words. Try another browser, or another device.',
  noKeys: 'We cannot check the team’s keys. Try again a little later.',
  trouble: 'The network is not getting through right now. Try again in a moment.',
  back: 'Back to the beginning',
  found: 'Here you are again',
  foundAbout:
    'This is what you wrote to each other. If you go on, whoever answers can read it too.',
  foundNothing: 'The messages from before are erased already. You can go on all the same.',
  goOn: 'Go on talking',
  readOnly: 'I only wanted to read it again',

  keepTitle: 'Keep the conversation',
  keepAbout: [
    'We will give you eight words. With them you can open this conversation again later, here or elsewhere.',
    'They are shown once, and nobody can find them for you. Write them down where only you look.',
  ],
  keepShared:
    'If somebody else uses this device, write them on paper instead, without saying what they are for.',
  make: 'See my words',
  making: 'Preparing your words. It takes a few seconds: that is what protects them.',
  madeTitle: (words) => (words === 8 ? 'Your eight words' : 'Your twelve words'),
  madeAbout: 'The order counts. Take your time to write them down.',
  copy: 'Copy',
  copied: 'Copied. Paste them somewhere safe, then copy something else.',
  done: 'I have written them down',
  notNow: 'Not now',
} satisfies PhraseTexts
