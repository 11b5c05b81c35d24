import type { DeskConversation } from '@veilleuse/contract/desk'
import type { Desk } from '../desk/desk.ts'
import { nudges } from '../text/nudges.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { clockTime, howLong, howLongAgo } from '../ui/said-time.ts'
import { useNow } from '../ui/use-now.ts'
import type { Word } from './hearing.ts'
import { minutesUntil, nudgeOf, silenceOf } from './silence.ts'
import { useSettings } from '../ui/use-settings.tsx'
import css from './silence-bar.module.css'

type Props = {
  desk: Desk
  conversation: DeskConversation
  words: readonly Word[]
  onPrepare: (prepared: { text: string }) => void
}

/** How long each side has been quiet, and what that asks for. */
export function SilenceBar({ desk, conversation, words, onPrepare }: Props) {
  const text = useText()
  const [{ language }] = useSettings()
  const now = useNow(1000, () => desk.now().getTime())
  const acceptedAt = conversation.acceptedAt ? new Date(conversation.acceptedAt) : undefined
  const silence = silenceOf(words, acceptedAt)
  const nudge = nudgeOf(silence, new Date(now))
  const ago = (at: Date | undefined) =>
    at ? howLongAgo(at.getTime(), now, text.time) : text.desk.conversation.never
  const since = silence.turn ? howLong(silence.turn.since.getTime(), now, text.time) : ''
  const atRisk = conversation.risk !== 'none' && conversation.risk !== 'low'
  return (
    <div className={css['bar']} data-nudge={nudge}>
      {/* Said once when the moment comes; the line below counts on in silence. */}
      <span role="status" className="hear-only">
        {nudge && text.desk.silence[nudge](text.time.minutes(minutesUntil[nudge]))}
      </span>
      {nudge ? (
        <p className={css['nudge']}>
          <strong>{text.desk.silence[nudge](since)}</strong>
          {conversation.silence && <span>{text.desk.silence.page[conversation.silence]}</span>}
          {conversation.closesAt && (
            <span>
              {text.desk.silence.closes(clockTime(new Date(conversation.closesAt), language))}
            </span>
          )}
          {nudge === 'last' && atRisk && <span>{text.desk.silence.risk}</span>}
        </p>
      ) : (
        <p className={css['quiet']}>
          <span>{text.desk.conversation.visitorSpoke(ago(silence.visitorAt))}</span>
          <span>{text.desk.conversation.ownSpoke(ago(silence.ownAt))}</span>
        </p>
      )}
      {nudge && nudge !== 'counsellor_late' && (
        <Button
          size="small"
          onPress={() => onPrepare({ text: nudges[conversation.language][nudge] })}
        >
          {text.desk.silence.insert}
        </Button>
      )}
    </div>
  )
}
