import type { DeskConversation } from '@veilleuse/contract/desk'
import { Button } from 'react-aria-components/Button'
import { useText } from '../text/text.tsx'
import { useStore } from '../ui/use-store.ts'
import type { Desk } from './desk.ts'
import css from './switcher.module.css'

type Props = {
  desk: Desk
  conversations: readonly DeskConversation[]
  active: string | undefined
  onChoose: (id: string) => void
}

/** Where a screen has room for one conversation: the others, with what they have to say. */
export function Switcher({ desk, conversations, active, onChoose }: Props) {
  const { conversation: text, wrapUp } = useText().desk
  const { picture, unread, places } = useStore(desk.state)
  return (
    <nav className={css['switcher']} aria-label={text.list}>
      {conversations.map(({ id, visitorPresent, state }) => {
        const place = places.get(id) ?? 1
        const fresh = unread.get(id) ?? 0
        const presence = picture.typing.has(id) ? 'typing' : visitorPresent ? 'here' : 'away'
        return (
          <Button
            key={id}
            className={css['one'] ?? ''}
            data-place={place}
            aria-current={id === active}
            onPress={() => onChoose(id)}
          >
            <span className={css['place']}>{place}</span>
            <span className={css['state']}>{state === 'open' ? text[presence] : wrapUp.title}</span>
            {fresh > 0 && (
              <span className={css['unread']}>
                {fresh}
                <span className="hear-only"> {text.unread(fresh)}</span>
              </span>
            )}
          </Button>
        )
      })}
    </nav>
  )
}
