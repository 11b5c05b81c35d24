import type { Texts } from './texts.ts'

export const texts = {
  preparing: 'Keeping you a place',
  steps: {
    keys: 'Making sure it really is the team…',
    sealing: 'Locking your conversation…',
    arriving: 'Taking a place for you…',
    crowd: 'Many people are coming at once. Your place is on its way, a few more seconds…',
    returning: 'Finding your conversation…',
  },
  sentences: {
    again: 'That did not work this time. It is not your doing. Try again in a moment.',
    clock:
      'The date on your device does not go with the team’s keys. Check its date and time, then try again. If they are right, try again a little later.',
    closed:
      'The team has just closed. You can come back when we open again: the home page says when.',
    elsewhere: 'Your conversation is open elsewhere, in another tab. It goes on there.',
    gone: 'This conversation is erased. Nothing of it is left.',
    notAllowed: 'That is not possible here for now. You can try again later.',
    offline: 'The network is not getting through right now. Try again in a moment.',
    over: 'This conversation is no longer open here. You can start another one.',
    reload: 'The page has changed since you opened it. Reload it, and on it goes.',
    tooFast: 'That is a bit fast for us. Wait a minute, then try again.',
    tooLong: 'This message is too long to go in one piece. Cut it in two.',
    unsealed:
      'We cannot lock your conversation. So we do not open it: nothing you write should leave without protection. It is not your doing. Try again a little later.',
  },
  stuck: 'We are still here',
  again: 'Try again',
  reload: 'Reload the page',
  home: 'Back to the beginning',

  waiting: 'Your place is kept',
  position: (position) =>
    position < 2
      ? 'You are next.'
      : position === 2
        ? '1 person before you.'
        : `${position - 1} people before you.`,
  wait: ({ fromMinutes, toMinutes }) =>
    toMinutes > 90
      ? 'More than an hour.'
      : fromMinutes === 0
        ? `Less than ${toMinutes} minutes.`
        : `${fromMinutes} to ${toMinutes} minutes.`,
  nobodyHere:
    'Right now nobody is here to answer. Your place stays kept, but we cannot say for how long.',
  atHead:
    'The person answering you is no longer here. Somebody will take over: you are first in line.',
  placeKept: 'You take nobody’s place. You may lock your phone: it waits for you for 15 minutes.',
  leave: 'Leave',
  stay: 'If this page closes by accident, let me come back',
  notStaying: 'If not, reloading or closing the page ends the conversation.',
  stayAbout: 'The key stays in this tab until the end. Better not on a shared device.',

  log: 'Conversation',
  someone: 'Somebody from the team',
  here: (alias) => `${alias} is here, with you.`,
  away: (alias) => `${alias} has a network problem and will be back.`,
  sealed: 'Locked. Nothing is kept on this device.',
  sealedStaying: 'Locked. The key stays in this tab.',
  typing: (alias) => `${alias} is writing…`,
  you: 'You',
  message: 'Write your message',
  messageEarly: 'You can write already',
  send: 'Send',
  fate: { onItsWay: 'On its way', received: 'Received', read: 'Read' },
  notKept: 'Not sent',
  time: 'I need time',
  timeTold: 'They know. Take your time.',
  silence: {
    asked: 'Still there? Take your time.',
    soft: 'Hard to find words? A “yes” or a “no” is enough.',
    warning: 'This conversation closes soon. A word keeps it open, or “I need time”.',
  },
  end: 'End',
  endAsk: 'Stop here?',
  endYes: 'Yes, end it',
  endNo: 'No',
  left: (characters) => `${characters} characters left`,
  over: (characters) => `${characters} characters too many.`,
  cut: 'Cut it in two messages.',
  offline: 'No network. You can write all the same: it leaves as soon as it is back.',
  connecting: 'Reconnecting…',
  missing: 'A message is still on its way. We are asking for it again.',
  unreadable: 'A message that came is not from the team, or was damaged. We do not show it to you.',
  came: (alias) => `${alias} joins the conversation.`,
  tookOver: (alias) => `${alias} carries on. The conversation continues.`,
  lost: 'The person answering you is no longer here. Somebody will take over: you are first in line, and what you both wrote is still here.',
  earlier: 'What you said before',
  now: 'Now',

  summary: (alias) => `What ${alias} leaves with you`,
  ended: 'The conversation is over',
} satisfies Texts
