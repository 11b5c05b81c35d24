import { createContext, useContext, type ReactNode } from 'react'
import type { SessionDoor } from './session.ts'

const Here = createContext<SessionDoor | undefined>(undefined)

export function DoorHere({ is, children }: { is: SessionDoor; children: ReactNode }) {
  return <Here value={is}>{children}</Here>
}

export function useDoor(): SessionDoor {
  const door = useContext(Here)
  if (!door) throw new Error('no session above this part')
  return door
}
