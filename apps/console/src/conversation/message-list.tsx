import type { DeskConversation } from '@veilleuse/contract/desk'
import { ArrowDown } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Desk } from '../desk/desk.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { dayAndTime } from '../ui/said-time.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import { Bubble } from './bubble.tsx'
import css from './message-list.module.css'
import type { EarlierPart } from './earlier.ts'
import type { Word } from './hearing.ts'
import type { RoomView } from './room.ts'
import { unreadLine } from './unread-line.ts'

type Props = { desk: Desk; conversation: DeskConversation; view: RoomView; active: boolean }

/** Everything said, the oldest above; stays with the newest unless somebody reads further up. */
export function MessageList({ desk, conversation, view, active }: Props) {
  const text = useText()
  const words = text.desk.conversation
  const { picture } = useStore(desk.state)
  const list = useRef<HTMLDivElement>(null)
  const [away, setAway] = useState(false)
  const size = useRef({ width: 0, height: 0 })
  const count = view.words.length + view.pending.length
  const acceptedAt = conversation.acceptedAt && new Date(conversation.acceptedAt)
  const firstUnread = useFirstUnread({ desk, conversation, view, active })
  const typing = conversation.state === 'open' && picture.typing.has(conversation.id)

  useLayoutEffect(() => {
    const box = list.current
    if (box && !away) box.scrollTop = box.scrollHeight
  }, [count, away, typing, view.earlier])
  useEffect(() => {
    const box = list.current
    if (!box) return undefined
    // A banner above, a growing field below, a smaller window: the last words stay in view.
    const follow = new ResizeObserver(() => {
      size.current = { width: box.clientWidth, height: box.clientHeight }
      if (!away) box.scrollTop = box.scrollHeight
    })
    follow.observe(box)
    return () => follow.disconnect()
  }, [away])

  return (
    <div className={css['frame']}>
      {/* Focusable because it scrolls, and a keyboard must reach what is above. */}
      <div
        ref={list}
        role="log"
        tabIndex={0}
        aria-label={words.messages}
        className={css['list']}
        onScroll={({ currentTarget: box }) => {
          const { width, height } = size.current
          // Another size moves the words too, and nobody has gone anywhere.
          if (!away && (box.clientWidth !== width || box.clientHeight !== height)) return
          setAway(box.scrollHeight - box.scrollTop - box.clientHeight > 60)
        }}
      >
        {view.earlier.map((part) => (
          <Earlier key={part.conversation} part={part} />
        ))}
        {view.earlier.length > 0 && <p className={css['line']}>{words.earlierNow}</p>}
        {view.words.length === 0 && <p className={css['start']}>{words.start}</p>}
        {view.words.map((word, i) => {
          const waited = acceptedAt && word.at < acceptedAt
          return (
            <div key={word.seq} className={css['slot']}>
              {i === 0 && waited && <p className={css['line']}>{words.startWaiting}</p>}
              {word.seq === firstUnread && <p className={css['new']}>{words.unreadLine}</p>}
              <Bubble
                word={word}
                follows={belongs(view.words[i - 1], word)}
                followed={belongs(word, view.words[i + 1])}
                lang={conversation.language}
                state={
                  word.by === 'helpline' && word === lastOwn(view)
                    ? word.seq <= conversation.readByVisitor
                      ? 'read'
                      : 'stored'
                    : undefined
                }
              />
            </div>
          )
        })}
        {view.pending.map(({ id, kind, text: said, at }) => {
          const problem = picture.refused.get(id)
          return (
            <Bubble
              key={id}
              word={{ by: 'helpline', seq: 0, at, id, kind, text: said, gap: false }}
              follows={false}
              followed={false}
              lang={conversation.language}
              state={problem ? 'refused' : 'sending'}
              why={problem && text.problems[problem]}
            />
          )
        })}
        {typing && (
          <p className={css['typing']}>
            <span aria-hidden>
              <i />
              <i />
              <i />
            </span>
            {words.typing}
          </p>
        )}
      </div>
      {away && (
        <div className={css['jump']}>
          <Button size="small" onPress={() => setAway(false)}>
            <ArrowDown size={16} aria-hidden /> {words.jump}
          </Button>
        </div>
      )}
    </div>
  )
}

function Earlier({ part }: { part: EarlierPart }) {
  const words = useText().desk.conversation
  const [{ language }] = useSettings()
  const [first] = part.words
  return (
    <section className={css['earlier']} aria-label={words.earlier(part.session)}>
      <p className={css['line']}>
        {words.earlier(part.session)}
        {first && <> · {dayAndTime(first.at, language)}</>}
      </p>
      {part.state === 'unreadable' && <p className={css['start']}>{words.earlierUnreadable}</p>}
      {part.words.map((word, i) => (
        <Bubble
          key={word.seq}
          word={word}
          follows={belongs(part.words[i - 1], word)}
          followed={belongs(word, part.words[i + 1])}
          lang={undefined}
          state={undefined}
        />
      ))}
    </section>
  )
}

/** Where the new ones began when this person last looked; stays while they read on. */
function useFirstUnread({ desk, conversation, view, active }: Props) {
  const { unread } = useStore(desk.state)
  const count = unread.get(conversation.id) ?? 0
  const kept = useRef<number>(undefined)
  // What was here before this list was shown came while nobody could look at it.
  const shown = useRef(false)
  const looking =
    shown.current && active && document.visibilityState === 'visible' && document.hasFocus()
  kept.current = unreadLine(kept.current, { words: view.words, unread: count, looking })
  useEffect(() => {
    shown.current = true
  }, [])
  return kept.current
}

function lastOwn({ words }: RoomView) {
  return words.findLast(({ by }) => by === 'helpline')
}

/** Two in a breath, by the same person: they stand together, and say the time once. */
function belongs(first: Word | undefined, second: Word | undefined): boolean {
  if (!first || !second || first.by !== second.by || first.by === 'nobody') return false
  return second.at.getTime() - first.at.getTime() < 120_000
}
