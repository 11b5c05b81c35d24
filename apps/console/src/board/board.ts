import { boardFeed, type BoardPicture } from '@veilleuse/client/board-feed'
import type { BoardAlert } from '@veilleuse/contract/board'
import { rings } from '@veilleuse/domain/alert'
import { store, type Store } from '../ui/store.ts'

export type BoardState = {
  readonly picture: BoardPicture
  /** Alerts this person has said they have seen. */
  readonly seen: ReadonlySet<string>
}

/** The live board of whoever is signed in, open in every room of the house. */
export type Board = {
  readonly state: Store<BoardState>
  /** The server's time. */
  now(): number
  /** «I have seen it»: it rings here no more. */
  see(alerts: readonly BoardAlert[]): void
  retryNow(): void
  leave(): void
}

export function openBoard(wishes: { address: string; token: string }): Board {
  const feed = boardFeed(wishes)
  const state = store<BoardState>({ picture: feed.picture(), seen: new Set() })
  feed.subscribe(() => {
    const picture = feed.picture()
    const alerts = picture.board?.alerts ?? []
    // What is over is forgotten: should it come back, it is news.
    const seen = [...state.now().seen].filter((id) => alerts.some((alert) => alert.id === id))
    state.set({ picture, seen: new Set(seen) })
  })
  return {
    state,
    now: () => Date.now() + feed.picture().aheadMs,
    see(alerts) {
      const before = state.now()
      state.set({ ...before, seen: new Set([...before.seen, ...alerts.map(({ id }) => id)]) })
    },
    retryNow: feed.retryNow,
    leave: feed.close,
  }
}

/** The alerts that ring until somebody here has seen them. */
export function ringing({ picture, seen }: BoardState): readonly BoardAlert[] {
  const alerts = picture.board?.alerts ?? []
  return alerts.filter(({ id, kind }) => rings(kind) && !seen.has(id))
}
