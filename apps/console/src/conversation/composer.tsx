import type { DeskConversation } from '@veilleuse/contract/desk'
import { longestMessage, tellLengthFrom, toSay } from '@veilleuse/domain/words'
import { ArrowUp, MessageSquareText } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Desk } from '../desk/desk.ts'
import { isWriting } from '../desk/shortcuts.ts'
import { useText } from '../text/text.tsx'
import { IconButton } from '../ui/button.tsx'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import css from './composer.module.css'
import { Phrases } from './phrases.tsx'

type Props = {
  desk: Desk
  conversation: DeskConversation
  place: number
  /** A text to put into the field, for editing: a nudge chosen above it. */
  prepared: { text: string } | undefined
}

const typingPause = { ms: 4000 }

export function Composer({ desk, conversation, place, prepared }: Props) {
  const text = useText().desk.composer
  const [{ enterSends }] = useSettings()
  const { picture } = useStore(desk.state)
  const { id } = conversation
  const [draft, setDraft] = useState(() => desk.drafts()?.read(id) ?? '')
  const [phrases, showPhrases] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const sending = useDoing()
  const typing = useTyping(desk, id)
  const tooLong = draft.trim().length - longestMessage
  const live = picture.connection === 'live'

  const write = (next: string) => {
    setDraft(next)
    void desk.drafts()?.write(id, next)
  }

  useEffect(() => {
    // Straight to the first word, unless somebody is in the middle of another one.
    if (!isWriting(document.activeElement)) field.current?.focus()
  }, [])
  useEffect(() => {
    // What was sealed before a reload comes back a moment later; what was typed meanwhile stays.
    const kept = desk.drafts()
    void kept?.restore([id]).then(() => setDraft((now) => now || kept.read(id)))
  }, [desk, id])
  useEffect(() => {
    if (!prepared) return
    write(prepared.text)
    field.current?.focus()
    // Only what was prepared last, and once.
  }, [prepared])

  function send() {
    const said = toSay(draft)
    if (!said || tooLong > 0 || sending.busy) return
    typing.stop()
    write('')
    sending.run(async () => {
      await desk.say(id, said).catch((why: unknown) => {
        write(said)
        throw why
      })
    })
    field.current?.focus()
  }

  function press(event: KeyboardEvent) {
    // An input method confirms its own choice with Enter.
    if (event.nativeEvent.isComposing) return
    if (event.key === '/' && draft === '') {
      event.preventDefault()
      showPhrases(true)
    }
    if (event.key !== 'Enter' || event.altKey) return
    const sends = enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey
    if (!sends) return
    event.preventDefault()
    send()
  }

  return (
    <div className={css['composer']}>
      {draft.length >= tellLengthFrom && tooLong <= 0 && (
        <p className={css['length']}>{text.left(-tooLong)}</p>
      )}
      {tooLong > 0 && (
        <p className={css['trouble']} role="status">
          {text.tooLong(tooLong)}
        </p>
      )}
      {sending.trouble && (
        <p className={css['trouble']} role="alert">
          {sending.trouble}
        </p>
      )}
      <div className={css['row']}>
        <Phrases
          language={conversation.language}
          open={phrases}
          onOpen={showPhrases}
          onChoose={(phrase) => {
            write(draft === '' ? phrase : `${draft.trimEnd()} ${phrase}`)
            requestAnimationFrame(() => field.current?.focus())
          }}
          trigger={
            <IconButton label={text.phrases} onPress={() => showPhrases(true)}>
              <MessageSquareText size={20} aria-hidden />
            </IconButton>
          }
        />
        <textarea
          ref={field}
          className={css['field']}
          rows={1}
          value={draft}
          dir="auto"
          lang={conversation.language}
          aria-label={`${text.label} (${place})`}
          placeholder={live ? text.placeholder : text.placeholderOffline}
          title={enterSends ? text.enterSends : text.enterBreaks}
          autoComplete="off"
          spellCheck
          onChange={(event) => {
            write(event.target.value)
            typing.go()
          }}
          onKeyDown={press}
          onBlur={typing.stop}
        />
        <IconButton
          look="main"
          label={text.send}
          isDisabled={!toSay(draft) || tooLong > 0}
          onPress={send}
        >
          <ArrowUp size={22} aria-hidden />
        </IconButton>
      </div>
    </div>
  )
}

/** Tells the visitor that somebody is writing, without a frame for each key. */
function useTyping(desk: Desk, id: string) {
  const told = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stop = () => {
    clearTimeout(timer.current)
    if (told.current) desk.typing(id, false)
    told.current = false
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    stop,
    go() {
      clearTimeout(timer.current)
      timer.current = setTimeout(stop, typingPause.ms)
      if (told.current) return
      told.current = true
      desk.typing(id, true)
    },
  }
}
