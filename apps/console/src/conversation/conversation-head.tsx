import type { DeskConversation } from '@veilleuse/contract/desk'
import { needsFullAttention } from '@veilleuse/domain/risk'
import { History, NotebookPen } from 'lucide-react'
import type { Desk } from '../desk/desk.ts'
import { useText } from '../text/text.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { howLongAgo } from '../ui/said-time.ts'
import { useNow } from '../ui/use-now.ts'
import { useStore } from '../ui/use-store.ts'
import css from './conversation-head.module.css'
import { RiskMenu } from './risk-menu.tsx'

type Props = {
  desk: Desk
  conversation: DeskConversation
  place: number
  notesOpen: boolean
  onNotes: () => void
  onEnd: () => void
}

export function ConversationHead(props: Props) {
  const { desk, conversation, place, notesOpen, onNotes, onEnd } = props
  const text = useText()
  const words = text.desk.conversation
  const { picture, unread } = useStore(desk.state)
  const now = useNow(5000, () => desk.now().getTime())
  const typing = picture.typing.has(conversation.id)
  const { state, session, timeAskedAt, visitorPresent } = conversation
  const fresh = unread.get(conversation.id) ?? 0
  const presence = typing ? 'typing' : visitorPresent ? 'here' : 'away'
  return (
    <header className={css['head']}>
      <h2 className={css['who']}>
        <span className={css['place']} aria-hidden>
          {place}
        </span>
        <span className="hear-only">{words.name(place)}</span>
      </h2>
      <div className={css['facts']}>
        {state === 'open' && picture.connection === 'live' && (
          <p className={css['presence']} data-presence={presence}>
            {words[presence]}
            {fresh > 0 && <span className={css['unread']}>{words.unread(fresh)}</span>}
          </p>
        )}
        {state === 'wrapping_up' && conversation.ending && (
          <p className={css['presence']} data-presence="away">
            {text.desk.wrapUp.how[conversation.ending.why]}
          </p>
        )}
        <p className={css['marks']}>
          <span className={css['language']} title={words.languages[conversation.language]}>
            <span aria-hidden>{conversation.language.toUpperCase()}</span>
            <span className="hear-only">{words.languages[conversation.language]}</span>
          </span>
          {session > 1 && (
            <span className={css['mark']}>
              <History size={14} aria-hidden /> {words.returning(session)}
            </span>
          )}
          {needsFullAttention(conversation.risk) && state === 'open' && (
            <span className={css['alone']}>{text.desk.risk.alone}</span>
          )}
          {timeAskedAt && state === 'open' && (
            <span className={css['time']}>
              {words.timeAsked(howLongAgo(new Date(timeAskedAt).getTime(), now, text.time))}
            </span>
          )}
        </p>
      </div>
      <div className={css['tools']}>
        <RiskMenu desk={desk} conversation={conversation} />
        <IconButton
          label={notesOpen ? text.desk.notes.close : text.desk.notes.open}
          onPress={onNotes}
          aria-expanded={notesOpen}
        >
          <NotebookPen size={20} aria-hidden />
        </IconButton>
        {state === 'open' && (
          <Button size="small" onPress={onEnd}>
            {text.desk.ending.open}
          </Button>
        )}
      </div>
    </header>
  )
}
