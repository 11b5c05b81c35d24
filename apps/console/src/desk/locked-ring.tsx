import { useText } from '../text/text.tsx'
import { useStore } from '../ui/use-store.ts'
import type { Desk } from './desk.ts'
import css from './locked-ring.module.css'
import { useAttention } from './use-attention.ts'

/** A locked desk still rings, and still says that somebody has written. */
export function LockedRing({ desk }: { desk: Desk }) {
  const text = useText().desk
  const { picture, unread } = useStore(desk.state)
  useAttention(desk)
  const rings = picture.desk?.offers.length ?? 0
  const words = [...unread.values()].reduce((sum, n) => sum + n, 0)
  if (rings === 0 && words === 0) return null
  return (
    <p role="alert" className={css['ring']} data-rings={rings > 0}>
      {rings > 0 ? (
        <>
          <strong>{text.offer.title}</strong> {text.offer.locked}
        </>
      ) : (
        text.conversation.unread(words)
      )}
    </p>
  )
}
