import type { Rank } from '@veilleuse/domain/order'
import type { Text } from './fr.ts'

const ranks: Record<Rank, string> = {
  danger: 'says they are in danger',
  returned: 'was interrupted, goes on first',
  high: 'says it is very bad',
  usual: 'order of arrival',
}

/** The live board, in English. */
export const board: Text['board'] = {
  unknown: 'This is what was known last. Nobody knows whether it is still so.',
  alarm: (n) =>
    n === 1 ? 'Somebody says they are in danger' : `${n} people say they are in danger`,
  since: 'for',
  look: 'See the board',
  seen: 'Seen',
  alerts: {
    title: 'To be seen now',
    none: 'Nothing to report.',
    many: (n) => (n === 0 ? 'No alert' : n === 1 ? '1 alert' : `${n} alerts`),
    kinds: {
      danger: 'Somebody says they are in danger',
      silent_at_risk: 'A risk is set, and the person no longer answers',
      nobody_can_take: 'Somebody waits, and nobody present can answer',
      nobody_there: 'These are opening hours, and nobody is there',
      long_wait: 'A long wait',
      rings_missed: 'Two rings missed for the same person',
      counsellor_silent: 'An answer is long in coming: offer to hand over',
    },
  },
  lines: {
    title: 'The lines',
    none: 'No line.',
    line: 'Line',
    waiting: 'Waiting',
    oldest: 'Longest wait',
    talks: 'Conversations',
    there: 'Counsellors',
    today: 'Today',
    nobody: 'nobody',
    pressing: (n, high) => `${n}, of which ${high} pressing`,
    present: ({ available, onBreak, places }) =>
      [
        `${available} available`,
        onBreak > 0 ? `${onBreak} on a break` : '',
        places === 1 ? '1 free place' : `${places} free places`,
      ]
        .filter(Boolean)
        .join(', '),
    kept: ({ came, answered, inTime, due, unserved }, minutes) =>
      [
        `${came} came`,
        `${answered} answered`,
        minutes === undefined ? '' : `${inTime} of ${due} within ${minutes} min`,
        `${unserved} unserved`,
      ]
        .filter(Boolean)
        .join(', '),
  },
  waiting: {
    title: 'Who waits',
    none: 'Nobody waits.',
    place: 'Place',
    line: 'Line',
    since: 'Waiting for',
    language: 'Language',
    why: 'Why this place',
    reason: ({ rank, passedBy, behindLonger }) =>
      [
        ranks[rank],
        passedBy > 0 ? `${passedBy} more pressing before` : '',
        behindLonger > 0 ? `${behindLonger} less pressing before, who have waited far longer` : '',
      ]
        .filter(Boolean)
        .join('; '),
  },
  talks: {
    title: 'Open conversations',
    none: 'No open conversation.',
    line: 'Line',
    who: 'With',
    somebody: 'a counsellor',
    since: 'For',
    risk: 'Risk',
    silence: 'Silence',
    absent: 'page closed',
    judged: (urgency, risk) => (urgency === 'danger' ? `${risk} (said they are in danger)` : risk),
    visitorSilent: (long) => `the person, ${long}`,
    counsellorSilent: (long) => `waits for an answer, ${long}`,
    timeAsked: (long) => `asked for time, ${long}`,
  },
  people: {
    title: 'Who is there',
    none: 'Nobody is at their desk.',
    who: 'Alias',
    state: 'State',
    load: 'Conversations',
    lines: 'Lines',
    gone: 'desk out of reach',
    holds: (taken, limit) => `${taken} of ${limit}`,
  },
}
