import { may } from '@veilleuse/domain/access'
import type { Role } from '@veilleuse/domain/staff'
import { lazy, Suspense, useEffect } from 'react'
import { BoardAlarm } from './board/board-alarm.tsx'
import { useOpenBoard } from './board/use-board.tsx'
import { DeskPage } from './desk/desk-page.tsx'
import { useLeaving } from './desk/leaving.tsx'
import { LockedRing } from './desk/locked-ring.tsx'
import { mayEnter, TopBar } from './desk/top-bar.tsx'
import { DeskHere, useOpenDesk } from './desk/use-desk.tsx'
import { keepLines } from './office/keeper.ts'
import { watchIdle } from './session/idle.ts'
import type { Keyring } from './session/keyring.ts'
import type { Keysmith } from './session/keysmith.ts'
import type { Session, SessionDoor } from './session/session.ts'
import { Unlock } from './session/unlock.tsx'
import { useText } from './text/text.tsx'
import { rooms, useRoom, type RoomName } from './ui/route.ts'
import css from './inside.module.css'

const BoardPage = lazy(async () => ({
  default: (await import('./board/board-page.tsx')).BoardPage,
}))
const Office = lazy(async () => ({ default: (await import('./office/office.tsx')).Office }))
const RotaPage = lazy(async () => ({ default: (await import('./rota/rota-page.tsx')).RotaPage }))
const OwnPage = lazy(async () => ({ default: (await import('./office/own-page.tsx')).OwnPage }))

type Props = {
  door: SessionDoor
  smith: Keysmith
  session: Extract<Session, { me: object }>
}

/** Behind the door: the desk for those who answer, the office for those who run the house. */
export function Inside({ door, smith, session }: Props) {
  const takes = may(session.me.role, 'take_conversations')
  const desk = useOpenDesk(door, session, takes)
  const watches = may(session.me.role, 'watch_board')
  const board = useOpenBoard(door, { id: session.me.id, watches })
  const { leave, question } = useLeaving(door, desk)
  const [room] = useRoom()
  const text = useText()
  const open = session.state === 'open'
  useEffect(() => {
    if (!open) return undefined
    const watch = watchIdle(document, door.lock)
    return watch.stop
  }, [door, open])
  useKeeper(door, open ? session.keyring : undefined)

  if (!open)
    return (
      <>
        {desk && <LockedRing desk={desk} />}
        {board && <BoardAlarm board={board} locked />}
        <Unlock
          door={door}
          me={session.me}
          again={desk !== undefined && wasOpen(door)}
          onLeave={leave}
        />
        {question}
      </>
    )
  const shown = mayEnter(session.me.role, room) ? room : home(session.me.role)
  const page =
    shown === 'me' ? (
      <OwnPage door={door} smith={smith} keyring={session.keyring} />
    ) : shown === 'board' ? (
      board && <BoardPage board={board} />
    ) : shown === 'rota' ? (
      <RotaPage door={door} me={session.keyring.me} />
    ) : shown === 'office' ? (
      <Office door={door} keyring={session.keyring} />
    ) : (
      <DeskPage door={door} keyring={session.keyring} />
    )
  const house = (
    <div className={css['house']}>
      <a className={css['skip']} href="#content">
        {text.skip}
      </a>
      <div>
        <TopBar door={door} me={session.me} room={shown} desk={desk} onLeave={leave} />
        {board && <BoardAlarm board={board} />}
      </div>
      <div id="content" tabIndex={-1} className={css['content']}>
        <Suspense fallback={<p className={css['waiting']}>{text.loading}</p>}>{page}</Suspense>
      </div>
      {question}
    </div>
  )
  if (!takes) return house
  return desk ? <DeskHere is={desk}>{house}</DeskHere> : null
}

/** Where somebody's own work lies: who may configure lines runs the house and plans only now and then. */
function home(role: Role): RoomName {
  if (may(role, 'configure_lines')) return 'office'
  return rooms.find((room) => mayEnter(role, room)) ?? 'me'
}

const opened = new WeakSet<SessionDoor>()

/** Whether this page has been unlocked before: a lock reads differently from a reload. */
function wasOpen(door: SessionDoor): boolean {
  return opened.has(door)
}

const keeperEvery = { minutes: 10 }

/** The authority's standing work, and everybody's look for keys that came later. */
function useKeeper(door: SessionDoor, keyring: Keyring | undefined) {
  const present = keyring !== undefined
  useEffect(() => {
    if (!present) return undefined
    opened.add(door)
    const work = async () => {
      const now = door.session.now()
      if (now.state !== 'open') return
      const { published } = await keepLines(door.ask, now.keyring, new Date())
      const epochs = now.keyring.epochs.size
      if (published || epochs === 0) await door.refresh()
    }
    // What fails now is tried again in ten minutes; the office shows the same by hand.
    const quietly = () => void work().catch(() => {})
    quietly()
    const timer = setInterval(
      () => void door.refresh().then(quietly, () => {}),
      keeperEvery.minutes * 60_000,
    )
    return () => clearInterval(timer)
  }, [door, present])
}
