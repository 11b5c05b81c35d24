import { counsellorGrace } from '@veilleuse/domain/patience'
import { forgetExpired } from '../keep/store.ts'
import type { House } from '../platform/house.ts'
import type { Keeper } from '../platform/keeper.ts'
import { forgetEventsBefore } from '../platform/outbox.ts'
import { expireOffers, giveBackVanished, releaseGhosts, ringLine } from './actions.ts'
import { linesWaiting } from './store.ts'

/** The queue's deadlines, kept by one server of however many run. */
export function queueJobs(house: House, keeper: Keeper): void {
  const { clock, db } = house
  let since = clock.now()
  keeper.elected(() => {
    since = clock.now()
  })
  // After a restart, of this server or of the database, every desk and page looks gone until it has
  // had time to come back and say that it is there.
  const hasWatched = () => clock.now().getTime() - since.getTime() > counsellorGrace.seconds * 1000
  keeper.every({ milliseconds: 250 }, 'offers', () => expireOffers(house))
  keeper.every({ milliseconds: 1000 }, 'ring', async () => {
    // Rings follow every change at once; this finds what a crash between the two has left.
    for (const line of await linesWaiting(db)) await ringLine(house, line)
  })
  keeper.every({ milliseconds: 1000 }, 'vanished', async () => {
    if (hasWatched()) await giveBackVanished(house)
  })
  keeper.every({ milliseconds: 10_000 }, 'ghosts', async () => {
    if (hasWatched()) await releaseGhosts(house)
  })
  keeper.every({ milliseconds: 60_000 }, 'leftovers', async () => {
    const now = clock.now()
    await forgetExpired(db, now)
    await forgetEventsBefore(db, new Date(now.getTime() - 3_600_000))
  })
}
