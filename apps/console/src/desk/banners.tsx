import type { Picture } from '@veilleuse/client/desk-feed'
import { useEffect, useState } from 'react'
import { keepLines } from '../office/keeper.ts'
import { authorityOf, linesInHand, type Keyring } from '../session/keyring.ts'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { clockTime } from '../ui/said-time.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import type { Desk } from './desk.ts'
import { waitingIn } from './lines.ts'

type Props = { desk: Desk; door: SessionDoor; keyring: Keyring }

/** What is not as it should be, each with what can be done about it. */
export function Banners({ desk, door, keyring }: Props) {
  const text = useText().desk
  const { picture, gone, missed } = useStore(desk.state)
  const checking = useDoing()
  const lost = useLost(picture)
  // With nobody here the middle of the page says it.
  const talking = (picture.desk?.conversations.length ?? 0) > 0
  const isAuthority = authorityOf(keyring) !== undefined
  const waitsForKeys = linesInHand(keyring, desk.now()).length === 0
  return (
    <>
      {lost && (
        <Notice
          tone="lamp"
          title={text.connection.lost}
          actions={
            <Button size="small" onPress={desk.retryNow}>
              {text.connection.retry}
            </Button>
          }
        >
          {text.connection.lostText}
          {picture.unstored.length > 0 && ` ${text.connection.unsent(picture.unstored.length)}.`}
        </Notice>
      )}
      {missed && talking && <Missed desk={desk} at={missed} />}
      {waitsForKeys && (
        <Notice
          tone="lamp"
          title={text.keysMissing.title}
          actions={
            <Button
              size="small"
              busy={checking.busy}
              onPress={() =>
                checking.run(async () => {
                  if (isAuthority) await keepLines(door.ask, keyring, new Date())
                  await door.refresh()
                })
              }
            >
              {isAuthority ? text.keysMissing.rotate : text.keysMissing.retry}
            </Button>
          }
        >
          {checking.trouble ?? text.keysMissing.text}
        </Notice>
      )}
      {gone.map(({ id, why }) => (
        <Notice
          key={id}
          title={text.gone[why]}
          actions={
            <Button size="small" onPress={() => desk.dismiss(id)}>
              {text.gone.dismiss}
            </Button>
          }
        />
      ))}
    </>
  )
}

function Missed({ desk, at }: { desk: Desk; at: Date }) {
  const text = useText().desk.missed
  const [{ language }] = useSettings()
  const waiting = waitingIn(useStore(desk.state).picture.desk)
  const coming = useDoing()
  return (
    <Notice
      tone={waiting > 0 ? 'grave' : 'lamp'}
      title={text.title(clockTime(at, language))}
      actions={
        <Button
          look="main"
          busy={coming.busy}
          onPress={() => coming.run(() => desk.setSeat('available'))}
        >
          {text.back}
        </Button>
      }
    >
      {coming.trouble ?? (waiting > 0 ? text.waiting(waiting) : text.calm)}
    </Notice>
  )
}

// A blink of the line is not worth a word. A message on its way for longer than this is, even where
// the socket still looks alive.
const patience = { reconnectingMs: 2000, sendingMs: 6000 }

function useLost({ connection, desk, unstored }: Picture): boolean {
  const [lost, setLost] = useState(false)
  const down = connection === 'connecting' && desk !== undefined
  const [oldest] = unstored
  useEffect(() => {
    setLost(false)
    if (!down && oldest === undefined) return undefined
    const wait = down ? patience.reconnectingMs : patience.sendingMs
    const timer = setTimeout(() => setLost(true), wait)
    return () => clearTimeout(timer)
  }, [down, oldest])
  return lost
}
