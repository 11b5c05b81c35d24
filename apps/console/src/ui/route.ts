import { useSyncExternalStore } from 'react'

/** The rooms of the house. Five need no router. */
export const rooms = ['desk', 'board', 'rota', 'office', 'me'] as const
export type RoomName = (typeof rooms)[number]

const moved = new EventTarget()

export function useRoom(): readonly [RoomName, (next: RoomName) => void] {
  return [useSyncExternalStore(subscribe, here), go]
}

export function go(next: RoomName) {
  history.pushState(undefined, '', next === 'desk' ? '/desk/' : `/desk/${next}`)
  moved.dispatchEvent(new Event('moved'))
}

function here(): RoomName {
  const last = location.pathname.split('/').at(2)
  return rooms.find((room) => room === last) ?? 'desk'
}

function subscribe(changed: () => void) {
  moved.addEventListener('moved', changed)
  addEventListener('popstate', changed)
  return () => {
    moved.removeEventListener('moved', changed)
    removeEventListener('popstate', changed)
  }
}
