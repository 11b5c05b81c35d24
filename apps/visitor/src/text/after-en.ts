import type { AfterTexts } from './after-texts.ts'

export const afterTexts = {
  endings: {
    goodbye: ['Take care of yourself', 'Thank you for talking. That is no small thing.'],
    silence: [
      'We lost sight of each other',
      'We could no longer read you, so the conversation stopped. You can come back whenever you like.',
    ],
    out_of_scope: [
      'Others can help you better',
      'For this we are not the right people. The numbers at the bottom are.',
    ],
    prank: ['The conversation is over', 'If one day you need to talk, we will be here.'],
    wrong_number: ['The conversation is over', 'If one day you need to talk, we will be here.'],
    test: ['The conversation is over', 'That was a test. Thank you.'],
    abuse: ['The conversation is over', 'If you need to talk, you can come back.'],
    left: ['You ended it', 'It is yours to decide. You can come back whenever you like.'],
    abandoned: [
      'You left the line',
      'It was good that you tried. You can come back whenever you like.',
    ],
    lost: [
      'The connection was lost',
      'We waited for you a while. You can come back, even just to finish a sentence.',
    ],
  },
  keepOrForget: 'And now?',
  keep: 'Keep this conversation',
  keepAbout: 'Eight words will open it again, on any device.',
  kept: 'It is kept: your words will open it again. New words replace the old ones.',
  newWords: 'Change the words',
  forget: 'Erase everything now',
  forgetAbout: 'Here and with us. Nobody will be able to read it any more.',
  forgetAsk: 'Erase everything? It cannot be undone.',
  forgetYes: 'Yes, erase everything',
  forgetNo: 'No, wait',
  forgotten: ['It is erased', 'Nothing is left of this conversation, neither here nor with us.'],
  survey: 'Three questions, if you like',
  heard: 'Did we listen well?',
  heardFrom: 'not at all',
  heardTo: 'really',
  badNow: 'How bad is it right now?',
  badNowFrom: 'not bad at all',
  badNowTo: 'very bad',
  comeAgain: 'Would you come again, if needed?',
  yes: 'Yes',
  maybe: 'Maybe',
  no: 'No',
  answer: 'Send my answers',
  thanks: 'Thank you. Your answers are counted apart from your conversation.',
  after:
    'If it comes back tonight or tomorrow, you can open this page again, or call a number below.',
} satisfies AfterTexts
