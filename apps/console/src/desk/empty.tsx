import type { DeskView } from '@veilleuse/contract/desk'
import type { Keyring } from '../session/keyring.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Glow } from '../ui/lamp.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { whyNotAvailable, type Desk } from './desk.ts'
import css from './empty.module.css'

type Props = { desk: Desk; view: DeskView; keyring: Keyring }

/** No conversation: what that means just now, and the one thing to do about it. */
export function Empty({ desk, view, keyring }: Props) {
  const text = useText().desk
  const starting = useDoing()
  const { state } = view.seat
  const lit = state === 'available' && view.line.state === 'open'
  const words = wordsFor(view, text.empty)
  return (
    <div className={css['empty']}>
      <Glow lit={lit} breathing={lit} />
      <h2 className={css['title']}>{words.title}</h2>
      <p className={css['text']}>{words.text}</p>
      {state !== 'available' && (
        <Button
          look="main"
          size="large"
          isDisabled={whyNotAvailable(keyring, desk.now()) !== undefined}
          busy={starting.busy}
          onPress={() => starting.run(() => desk.setSeat('available'))}
        >
          {state === 'off' ? text.empty.start : text.empty.resume}
        </Button>
      )}
      {starting.trouble && <Notice tone="grave">{starting.trouble}</Notice>}
    </div>
  )
}

type Words = ReturnType<typeof useText>['desk']['empty']

function wordsFor({ seat, line, queue }: DeskView, words: Words) {
  if (seat.state !== 'available') return words[seat.state]
  // A place kept by a closed page does not ring.
  if (queue.some(({ present }) => present)) return words.availableWaiting
  return line.state === 'open' ? words[queue.length > 0 ? 'kept' : 'available'] : words.closed
}
