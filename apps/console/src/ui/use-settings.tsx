import { createContext, useContext, type ReactNode } from 'react'
import type { Settings } from './settings.ts'
import type { Store } from './store.ts'
import { useStore } from './use-store.ts'

const Here = createContext<Store<Settings> | undefined>(undefined)

export function SettingsHere({ is, children }: { is: Store<Settings>; children: ReactNode }) {
  return <Here value={is}>{children}</Here>
}

/** The settings, and how to change some of them. */
export function useSettings(): readonly [Settings, (change: Partial<Settings>) => void] {
  const kept = useContext(Here)
  if (!kept) throw new Error('no settings above this part')
  const now = useStore(kept)
  return [now, (change) => kept.set({ ...kept.now(), ...change })]
}
