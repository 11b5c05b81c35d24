import type { DeskView } from '@veilleuse/contract/desk'
import { takesVisitors } from '@veilleuse/domain/line-state'

/** How many wait on all lines of this desk. */
export function waitingIn(desk: Pick<DeskView, 'lines'> | undefined): number {
  return desk?.lines.reduce((sum, { waiting }) => sum + waiting, 0) ?? 0
}

/** Whether any of them is open. */
export function anyOpen({ lines }: Pick<DeskView, 'lines'>): boolean {
  return lines.some(takesVisitors)
}
