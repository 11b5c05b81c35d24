import type { House } from '../platform/house.ts'
import type { Keeper } from '../platform/keeper.ts'
import { forgetOldChallenges } from './challenge.ts'
import { forgetEndedSessions } from './session.ts'

/** Forgets what opens nothing any more. */
export function accountJobs({ db, clock }: House, keeper: Keeper): void {
  keeper.every({ milliseconds: 3_600_000 }, 'sessions', async () => {
    await forgetEndedSessions(db, clock.now())
    await forgetOldChallenges(db, clock.now())
  })
}
