import type { Role } from '@veilleuse/domain/staff'
import type { Me } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { Lock } from 'lucide-react'
import { useText } from '../text/text.tsx'
import type { SessionDoor } from '../session/session.ts'
import { IconButton } from '../ui/button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { go, rooms, type RoomName } from '../ui/route.ts'
import type { Desk } from './desk.ts'
import { LineState } from './line-state.tsx'
import { SeatMenu } from './seat-menu.tsx'
import { SettingsMenu } from './settings-menu.tsx'
import css from './top-bar.module.css'

type Props = {
  door: SessionDoor
  me: Me
  room: RoomName
  desk: Desk | undefined
  onLeave: () => void
}

export function TopBar({ door, me, room, desk, onLeave }: Props) {
  const text = useText()
  const entries = rooms.filter((one) => mayEnter(me.role, one))
  return (
    <header className={css['bar']}>
      <span className={css['brand']}>
        <Lamp /> <span className={css['name']}>{text.name}</span>
      </span>
      {entries.length > 1 && (
        <nav className={css['nav']}>
          {entries.map((one) => (
            <a
              key={one}
              className={css['link']}
              href={one === 'desk' ? '/desk/' : `/desk/${one}`}
              aria-current={one === room ? 'page' : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                go(one)
              }}
            >
              {text.office.nav[one]}
            </a>
          ))}
        </nav>
      )}
      {desk && <LineState desk={desk} />}
      <div className={css['own']}>
        {desk ? <SeatMenu desk={desk} alias={me.alias} /> : <strong>{me.alias}</strong>}
        <IconButton label={text.lock} onPress={door.lock}>
          <Lock size={20} aria-hidden />
        </IconButton>
        <SettingsMenu onLeave={onLeave} />
      </div>
    </header>
  )
}

/** Which rooms of the house are of use to somebody. */
export function mayEnter(role: Role, room: RoomName): boolean {
  switch (room) {
    case 'desk':
      return may(role, 'take_conversations')
    case 'board':
      return may(role, 'watch_board')
    case 'rota':
      return may(role, 'see_rota')
    case 'office':
      return may(role, 'invite_people') || may(role, 'give_keys')
    case 'me':
      return true
  }
}
