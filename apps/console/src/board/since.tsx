import { useText } from '../text/text.tsx'
import { howLong } from '../ui/said-time.ts'

/** How long ago; counts on by itself and is not read out each second. */
export function Since({ at, now }: { at: string; now: number }) {
  const text = useText()
  return <span>{howLong(new Date(at).getTime(), now, text.time)}</span>
}
