import type { DeskView } from '@veilleuse/contract/desk'
import { ringing } from '@veilleuse/domain/patience'

/** The ring that is at this desk, or was last, and the moment of one that was missed. */
export type Rings = {
  readonly rung?: { readonly conversation: string; readonly at: Date; readonly until: Date }
  readonly missed: Date | undefined
}

export const noRings: Rings = { missed: undefined }

// The keeper ends a ring when it is over, and this page's idea of the time is a guess.
const slack = { milliseconds: 1500 }

type View = Pick<DeskView, 'seat' | 'offers' | 'conversations'>

/**
 * What the desk as it is now says of the rings before: one that was over and left this seat away was
 * missed, whether this page was told at once or found it so when it came back.
 */
export function afterRings({ rung, missed }: Rings, desk: View, now: Date): Rings {
  const [offer] = desk.offers
  if (offer) {
    const until = new Date(offer.expiresAt)
    const at = new Date(until.getTime() - ringing.seconds * 1000)
    return { rung: { conversation: offer.conversation, at, until }, missed: undefined }
  }
  if (!rung) return desk.seat.state === 'away' ? { missed } : noRings
  const answered = desk.conversations.some(({ id }) => id === rung.conversation)
  const over = now.getTime() >= rung.until.getTime() - slack.milliseconds
  if (answered || !over) return noRings
  // Told of the seat a moment later than of the ring.
  return desk.seat.state === 'away' ? { missed: rung.at } : { rung, missed }
}
