import { me } from '@veilleuse/contract/account'
import { useEffect, useState } from 'react'
import type { SessionDoor } from '../session/session.ts'
import { openBoard, type Board } from './board.ts'

/** The board of whoever leads or plans, for as long as they are signed in. */
export function useOpenBoard(
  door: SessionDoor,
  { id, watches }: { id: string; watches: boolean },
): Board | undefined {
  const [board, setBoard] = useState<Board>()
  useEffect(() => {
    const token = door.token()
    if (!watches || !token) return undefined
    const { protocol, host } = location
    const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/board/socket`
    const opened = openBoard({ address, token })
    const retry = () => document.visibilityState === 'visible' && opened.retryNow()
    addEventListener('online', retry)
    document.addEventListener('visibilitychange', retry)
    const unfollow = opened.state.subscribe(() => {
      const { connection, refusedFor } = opened.state.now().picture
      if (connection !== 'refused') return
      unfollow()
      if (refusedFor === 'protocol_too_old') location.reload()
      // The session is over. The door learns so from the server's own answer, and says it.
      else void door.ask(me, {}).catch(() => {})
    })
    setBoard(opened)
    return () => {
      unfollow()
      removeEventListener('online', retry)
      document.removeEventListener('visibilitychange', retry)
      opened.leave()
      setBoard(undefined)
    }
  }, [door, id, watches])
  return board
}
