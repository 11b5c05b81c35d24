import type { DeskConversation } from '@veilleuse/contract/desk'
import { useEffect, useRef, useState } from 'react'
import type { Desk } from '../desk/desk.ts'
import { useText } from '../text/text.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStore } from '../ui/use-store.ts'
import { onAsked } from './asked.ts'
import { Composer } from './composer.tsx'
import css from './conversation.module.css'
import { ConversationHead } from './conversation-head.tsx'
import { EndDialog } from './end-dialog.tsx'
import { MessageList } from './message-list.tsx'
import { Notes } from './notes.tsx'
import type { Room } from './room.ts'
import { SilenceBar } from './silence-bar.tsx'
import { WrapUpForm } from './wrap-up-form.tsx'

type Props = {
  desk: Desk
  conversation: DeskConversation
  room: Room
  place: number
  active: boolean
  onActive: () => void
}

/** One visitor: who they are as far as they said, what was said, and the next word. */
export function Conversation({ desk, conversation, room, place, active, onActive }: Props) {
  const text = useText()
  const { id, state } = conversation
  const view = useStore(room.view)
  const [notes, showNotes] = useState(false)
  const [ending, setEnding] = useState(false)
  const [prepared, prepare] = useState<{ text: string }>()
  const article = useRef<HTMLElement>(null)
  const talking = state === 'open' && view.state === 'open'

  useRead(desk, id, active)
  useEffect(() => {
    return onAsked(place, (what) => {
      if (what === 'write') focusIn(article.current)
      if (what === 'notes') showNotes((shown) => !shown)
      if (what === 'end' && state === 'open') setEnding(true)
      if (what === 'risk')
        article.current?.querySelector<HTMLElement>('[data-risk-button]')?.focus()
    })
  }, [place, state])

  return (
    <article
      ref={article}
      className={css['conversation']}
      data-place={place}
      data-active={active}
      data-risk={conversation.risk}
      aria-label={text.desk.conversation.name(place)}
      onFocusCapture={onActive}
      onPointerDownCapture={onActive}
    >
      <ConversationHead
        desk={desk}
        conversation={conversation}
        place={place}
        notesOpen={notes}
        onNotes={() => showNotes(!notes)}
        onEnd={() => setEnding(true)}
      />
      <div className={css['body']}>
        <div className={css['talk']}>
          {view.state === 'opening' && (
            <p className={css['waiting']} role="status">
              {text.desk.conversation.opening}
            </p>
          )}
          {view.state === 'keys_missing' && (
            <Notice tone="lamp">{text.desk.conversation.keysMissing}</Notice>
          )}
          {view.state === 'unreadable' && !conversation.erased && (
            <Notice tone="grave">{text.desk.conversation.unreadable}</Notice>
          )}
          {conversation.erased ? (
            <Notice tone="lamp">{text.desk.conversation.erased}</Notice>
          ) : (
            view.state === 'open' && (
              <MessageList desk={desk} conversation={conversation} view={view} active={active} />
            )
          )}
          {talking && (
            <>
              <SilenceBar
                desk={desk}
                conversation={conversation}
                words={view.words}
                onPrepare={prepare}
              />
              <Composer desk={desk} conversation={conversation} prepared={prepared} place={place} />
            </>
          )}
          {state === 'wrapping_up' && (
            <WrapUpForm desk={desk} conversation={conversation} place={place} />
          )}
        </div>
        {notes && <Notes room={room} onClose={() => showNotes(false)} />}
      </div>
      {ending && (
        <EndDialog desk={desk} conversation={conversation} onClose={() => setEnding(false)} />
      )}
    </article>
  )
}

function focusIn(article: HTMLElement | null) {
  const field = article?.querySelector<HTMLElement>('textarea, [data-wrap-up] button')
  ;(field ?? article?.querySelector<HTMLElement>('button'))?.focus()
}

/** Read is what stands on a screen somebody looks at: this conversation in front, this tab too. */
function useRead(desk: Desk, id: string, active: boolean) {
  const { unread } = useStore(desk.state)
  const some = (unread.get(id) ?? 0) > 0
  useEffect(() => {
    if (!active || !some) return undefined
    const read = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) desk.read(id)
    }
    read()
    addEventListener('focus', read)
    document.addEventListener('visibilitychange', read)
    return () => {
      removeEventListener('focus', read)
      document.removeEventListener('visibilitychange', read)
    }
  }, [desk, id, active, some])
}
