import type { LineStatus } from '@veilleuse/contract/visit'

/**
 * What a page shows of a line, but the wait: while it stays the same, the page stays as it is. Used by
 * the server that writes the page, and in the page.
 */
export function toldOf({
  state,
  why,
  until,
  opensAt,
  dueAt,
  revision,
}: Omit<Told, 'wait'>): string {
  return [state === 'open_with_wait' ? 'open' : state, why, until, opensAt, dueAt, revision].join()
}

/** Of a line's status, what the page shows. */
export type Told = Pick<
  LineStatus,
  'state' | 'why' | 'until' | 'opensAt' | 'dueAt' | 'wait' | 'revision'
>
