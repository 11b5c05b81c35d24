import type { House } from '../platform/house.ts'
import type { Keeper } from '../platform/keeper.ts'
import { countContacts } from './actions.ts'

/** The day that is over is counted within a quarter of an hour of when it has settled. */
export function contactJobs(house: House, keeper: Keeper): void {
  keeper.every({ milliseconds: 15 * 60_000 }, 'count', () => countContacts(house))
}
