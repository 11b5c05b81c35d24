import { languages, type Language } from '@veilleuse/domain/language'
import { store, type Store } from './store.ts'

/** What a person set for themself. Kept for the tab's life, like everything here. */
export type Settings = {
  readonly language: Language
  readonly theme: 'system' | 'light' | 'dark'
  /** Loudness of the ring, 0 to 1. */
  readonly volume: number
  readonly enterSends: boolean
  /** Keys without a modifier, which disturb those who dictate. */
  readonly singleKeys: boolean
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'>

const name = 'veilleuse.settings'

export function settings(shelf: Shelf, wishes: readonly string[]): Store<Settings> {
  const kept = store<Settings>({ ...usual(wishes), ...read(shelf) })
  kept.subscribe(() => shelf.setItem(name, JSON.stringify(kept.now())))
  return kept
}

function usual(wishes: readonly string[]): Settings {
  const spoken = wishes.map((wish) => wish.slice(0, 2))
  const language = spoken.flatMap((one) => languages.filter((ours) => ours === one))[0] ?? 'fr'
  return { language, theme: 'system', volume: 0.7, enterSends: true, singleKeys: true }
}

/** Field by field: what stands in a storage may be from another version. */
function read(shelf: Shelf): Partial<Settings> {
  const kept = parsed(shelf.getItem(name))
  const language = languages.find((one) => one === kept['language'])
  const theme = (['system', 'light', 'dark'] as const).find((one) => one === kept['theme'])
  const { volume, enterSends, singleKeys } = kept
  return {
    ...(language && { language }),
    ...(theme && { theme }),
    ...(typeof volume === 'number' && volume >= 0 && volume <= 1 && { volume }),
    ...(typeof enterSends === 'boolean' && { enterSends }),
    ...(typeof singleKeys === 'boolean' && { singleKeys }),
  }
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
