import type { House } from '../platform/house.ts'
import type { Keeper } from '../platform/keeper.ts'
import { keepSilences } from './actions.ts'

/** Often enough that what a page says of a silence is gone soon after somebody has spoken. */
export function silenceJobs(house: House, keeper: Keeper): void {
  keeper.every({ milliseconds: 2000 }, 'silence', () => keepSilences(house))
}
