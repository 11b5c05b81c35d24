import type { DeskView } from '@veilleuse/contract/desk'
import type { Keyring } from '../session/keyring.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Glow } from '../ui/lamp.tsx'
import { Notice } from '../ui/notice.tsx'
import { clockTime } from '../ui/said-time.ts'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import { whyNotAvailable, type Desk } from './desk.ts'
import css from './empty.module.css'
import { anyOpen, waitingIn } from './lines.ts'

type Props = { desk: Desk; view: DeskView; keyring: Keyring }

/** No conversation: what that means just now, and the one thing to do about it. */
export function Empty({ desk, view, keyring }: Props) {
  const text = useText().desk
  const starting = useDoing()
  const { state } = view.seat
  const { picture, missed } = useStore(desk.state)
  const [{ language }] = useSettings()
  const waiting = waitingIn(view)
  const live = picture.connection === 'live'
  const words = missed
    ? {
        title: text.missed.title(clockTime(missed, language)),
        text: waiting > 0 ? text.missed.waiting(waiting) : text.missed.calm,
      }
    : live
      ? wordsFor(view, text.empty)
      : text.empty.unknown
  const lit = live && state === 'available' && anyOpen(view)
  return (
    <div className={css['empty']}>
      <Glow lit={lit} breathing={lit} />
      <div className={css['words']} role={missed ? 'alert' : undefined}>
        <h2 className={css['title']}>{words.title}</h2>
        <p className={css['text']} data-urgent={missed !== undefined && waiting > 0}>
          {words.text}
        </p>
      </div>
      {state !== 'available' && (
        <Button
          look="main"
          size="large"
          isDisabled={whyNotAvailable(keyring, desk.now()) !== undefined}
          busy={starting.busy}
          onPress={() => starting.run(() => desk.setSeat('available'))}
        >
          {state === 'off' || missed ? text.empty.start : text.empty.resume}
        </Button>
      )}
      {starting.trouble && <Notice tone="grave">{starting.trouble}</Notice>}
    </div>
  )
}

type Words = ReturnType<typeof useText>['desk']['empty']

function wordsFor(view: DeskView, words: Words) {
  const { seat, queue } = view
  if (seat.state !== 'available') return words[seat.state]
  // A place kept by a closed page does not ring.
  if (queue.some(({ present }) => present)) return words.availableWaiting
  return anyOpen(view) ? words[queue.length > 0 ? 'kept' : 'available'] : words.closed
}
