import { toBoard, type BoardView } from '@veilleuse/contract/board'
import type { ProblemCode } from '@veilleuse/contract/problems'
import { protocol } from '@veilleuse/contract/socket'
import * as v from 'valibot'
import { connect, type ConnectionState } from './connection.ts'

/** What whoever leads the shift knows. A new object at each change, the same one in between. */
export type BoardPicture = {
  readonly connection: ConnectionState
  readonly refusedFor: ProblemCode | undefined
  /** As it was told last. While the connection is not live, nobody knows whether it is still so. */
  readonly board: BoardView | undefined
  /** How far the server's clock is ahead of this one, in milliseconds. */
  readonly aheadMs: number
}

export type BoardFeed = {
  picture(): BoardPicture
  subscribe(changed: () => void): () => void
  retryNow(): void
  close(): void
}

export type BoardFeedWishes = {
  /** `wss://host/board/socket`. Never holds a token. */
  readonly address: string
  readonly token: string
  readonly WebSocket?: typeof WebSocket
  readonly now?: () => number
}

/** The live board. It comes whole each time, so that one that was missed heals with the next. */
export function boardFeed({
  address,
  token,
  WebSocket,
  now = Date.now,
}: BoardFeedWishes): BoardFeed {
  const listeners = new Set<() => void>()
  let picture: BoardPicture = {
    connection: 'connecting',
    refusedFor: undefined,
    board: undefined,
    aheadMs: 0,
  }
  const line = connect({
    address,
    hello: () => ({ type: 'hello', protocol, token }),
    heard(frame) {
      const said = v.safeParse(toBoard, frame)
      if (!said.success) return
      if (said.output.type !== 'welcome' && said.output.type !== 'board') return
      const { at, board } = said.output
      show({ board, aheadMs: new Date(at).getTime() - now() })
    },
    changed: (connection, refusedFor) => show({ connection, refusedFor }),
    ...(WebSocket && { WebSocket }),
  })

  return {
    picture: () => picture,
    subscribe(changed) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    retryNow: line.retryNow,
    close: line.close,
  }

  function show(change: Partial<BoardPicture>) {
    picture = { ...picture, ...change }
    for (const listener of listeners) listener()
  }
}
