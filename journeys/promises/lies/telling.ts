import type { Stage } from './stage.ts'

/** The lies a server can tell, by name. Those of the staff directory come with that directory. */
export const lies = [
  'swap-intake-key',
  'expired-epoch',
  'replay',
  'reorder',
  'drop-middle',
  'drop-tail',
  'cross-conversation',
  'strip-signature',
  'unknown-suite',
  'empty-wrap',
  'wrong-commit',
  'kdf-downgrade',
  'plaintext-fallback',
  'oversize',
  'stale-bundle',
] as const
export type LieName = (typeof lies)[number]

/** One lie told to one of the two, and what comes of it. */
export type Telling = {
  readonly lie: LieName
  readonly to: 'visitor' | 'counsellor'
  /** What the server does. */
  readonly server: string
  /** What the page does about it. */
  readonly page: string
  /**
   * Tells it, and fails unless the page does that. Gives what the person sees then: words of the
   * screen in quotation marks, or what there is to see.
   */
  readonly play: (stage: Stage) => Promise<string>
}

/** Words as they stand on a screen. */
export function quoted(words: string): string {
  return `“${words}”`
}
