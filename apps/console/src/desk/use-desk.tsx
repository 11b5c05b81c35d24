import { me } from '@veilleuse/contract/account'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import type { Session, SessionDoor } from '../session/session.ts'
import { openDesk, type Desk } from './desk.ts'

const Here = createContext<Desk | undefined>(undefined)

export function DeskHere({ is, children }: { is: Desk; children: ReactNode }) {
  return <Here value={is}>{children}</Here>
}

export function useDesk(): Desk {
  const desk = useContext(Here)
  if (!desk) throw new Error('no desk above this part')
  return desk
}

type Inside = Extract<Session, { me: object }>

/** The desk of whoever is signed in: open for as long as they are, locked and unlocked with them. */
export function useOpenDesk(door: SessionDoor, session: Inside, takes: boolean): Desk | undefined {
  const [desk, setDesk] = useState<Desk>()
  const { id } = session.me
  useEffect(() => {
    const token = door.token()
    if (!takes || !token) return undefined
    const { protocol, host } = location
    const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/desk/socket`
    const { ask, refresh } = door
    const opened = openDesk({ address, token, ask, refresh, shelf: sessionStorage })
    const retry = () => document.visibilityState === 'visible' && opened.retryNow()
    addEventListener('online', retry)
    document.addEventListener('visibilitychange', retry)
    const unfollow = opened.state.subscribe(() => {
      const { connection, refusedFor } = opened.state.now().picture
      if (connection !== 'refused') return
      unfollow()
      if (refusedFor === 'protocol_too_old') location.reload()
      // The session is over. The door learns so from the server's own answer, and says it.
      else void ask(me, {}).catch(() => {})
    })
    setDesk(opened)
    return () => {
      unfollow()
      removeEventListener('online', retry)
      document.removeEventListener('visibilitychange', retry)
      opened.leave()
      setDesk(undefined)
    }
  }, [door, id, takes])

  const keyring = session.state === 'open' ? session.keyring : undefined
  useEffect(() => {
    if (keyring) desk?.unlock(keyring)
    else desk?.lock()
  }, [desk, keyring])
  return desk
}
