import type { Word } from './hearing.ts'

type Now = {
  readonly words: readonly Word[]
  /** How many of the visitor's words have not been read. */
  readonly unread: number
  /** Whether somebody was looking as they came. */
  readonly looking: boolean
}

/**
 * Number of the word above which «new messages» stands: what came while nobody looked begins there.
 * It stays while they read on, and goes with the answer; what is read as it comes has no such line.
 */
export function unreadLine(before: number | undefined, now: Now): number | undefined {
  const { words, unread, looking } = now
  if (unread > 0 && !looking) {
    const first = words.filter(({ by }) => by === 'visitor').at(-unread)
    // With nothing above it there is nothing to divide.
    return first === words[0] ? undefined : first?.seq
  }
  return words.at(-1)?.by === 'helpline' ? undefined : before
}
