import { useSyncExternalStore } from 'react'
import type { Store } from './store.ts'

export function useStore<T>(one: Store<T>): T {
  return useSyncExternalStore(one.subscribe, one.now)
}
