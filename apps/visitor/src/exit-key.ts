/**
 * Shift, three times within five seconds, leaves the page. Not Escape: it stops a page that loads,
 * and screen readers use it for themselves.
 */
export const exitPresses = 3
export const exitWithin = { seconds: 5 }

/** When Shift was pressed, newest last. Any other key begins anew. */
export type Presses = readonly number[]

/** The presses that count after this key. As many as `exitPresses`: time to leave. */
export function press(before: Presses, key: string, nowMs: number): Presses {
  if (key !== 'Shift') return []
  const since = nowMs - exitWithin.seconds * 1000
  return [...before.filter((at) => at > since), nowMs]
}
