/** How long the house waits for people, and why that long. */

/** A ring goes to the next desk after this: time to read one line and press a key. */
export const ringing = { seconds: 30 }

/** A counsellor's desk may reconnect within this; then their visitors go to the head. */
export const counsellorGrace = { seconds: 60 }

/** A waiting page heard from within this is taken to be there, and can be rung for. */
export const visitorPresent = { seconds: 45 }

/** A locked phone keeps its place this long; after that it is a ghost that others wait behind. */
export const placeKept = { minutes: 15 }

/** A counsellor who declined a visitor is not rung for them again before this. */
export const declinedRemembered = { minutes: 5 }

/** Who wishes for the counsellor they know is rung for at no other desk before this. */
export const againAwaited = { minutes: 3 }

/** Before a line has its own history: chats at youth helplines last 15 to 60 minutes. */
export const usualConversation = { minutes: 25 }

/** Moments before `now`. */
export function before(now: Date, span: { seconds?: number; minutes?: number }): Date {
  return new Date(now.getTime() - ((span.seconds ?? 0) + (span.minutes ?? 0) * 60) * 1000)
}
