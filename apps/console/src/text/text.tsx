import { useSettings } from '../ui/use-settings.tsx'
import { en } from './en.ts'
import { fr, type Text } from './fr.ts'

const texts = { fr, en } satisfies Record<string, Text>

/** The texts in the language the person works in. */
export function useText(): Text {
  return texts[useSettings()[0].language]
}
