import type { House } from '../platform/house.ts'
import type { Keeper } from '../platform/keeper.ts'
import { dropSpentIntakeKeys } from './store.ts'

/** Forward secrecy by epoch: what need not be opened any more cannot be. */
export function keysJobs({ db, clock }: House, keeper: Keeper): void {
  keeper.every({ milliseconds: 3_600_000 }, 'spent keys', () =>
    dropSpentIntakeKeys(db, clock.now()),
  )
}
