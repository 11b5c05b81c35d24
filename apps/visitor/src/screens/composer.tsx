import { longestMessage, tellLengthFrom, toSay } from '@veilleuse/domain/words'
import type { TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact'
import type { TalkProps } from './talk.tsx'

/** The field keeps its words by itself; the state only knows how many there are. */
export function Composer({ talk, text, acts }: TalkProps) {
  const waiting = talk.view.state === 'waiting'
  const over = talk.draft - longestMessage
  return (
    <form class="composer" onSubmit={submit}>
      <Notices talk={talk} text={text} acts={acts} />
      <p class="bar">
        {talk.askingToEnd ? (
          <>
            <span>{text.endAsk}</span>
            <button type="button" class="chip" onClick={acts.end}>
              {text.endYes}
            </button>
            <button type="button" class="chip" onClick={() => acts.askToEnd(false)}>
              {text.endNo}
            </button>
          </>
        ) : (
          <>
            {waiting ? (
              talk.view.place && <span>{text.position(talk.view.place.position)}</span>
            ) : (
              <button type="button" class="chip" disabled={talk.timeTold} onClick={acts.needTime}>
                {talk.timeTold ? text.timeTold : text.time}
              </button>
            )}
            <button
              type="button"
              class="chip last"
              onClick={waiting ? acts.end : () => acts.askToEnd(true)}
            >
              {waiting ? text.leave : text.end}
            </button>
          </>
        )}
      </p>
      <div class="field">
        <label class="unseen" for="message">
          {text.message}
        </label>
        <textarea
          id="message"
          name="message"
          rows={1}
          dir="auto"
          autocomplete="off"
          placeholder={waiting ? text.messageEarly : text.message}
          aria-describedby="length"
          aria-invalid={over > 0}
          onInput={({ currentTarget }) => {
            grow(currentTarget)
            acts.writing(currentTarget.value)
          }}
          onKeyDown={onKey}
        />
        <button type="submit" class="send" aria-label={text.send} disabled={over > 0}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 19V5M6 11l6-6 6 6" />
          </svg>
        </button>
      </div>
      <p id="length" class={over > 0 ? '' : 'fine'}>
        {over > 0 ? text.over(over) : talk.draft > tellLengthFrom ? text.left(-over) : ''}{' '}
        <span role="status">{over > 0 && text.cut}</span>
      </p>
    </form>
  )

  function submit(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const field = event.currentTarget.querySelector('textarea')
    if (field) send(field)
  }

  /** With a real keyboard Enter sends and Shift+Enter breaks the line; on glass Enter breaks it. */
  function onKey(event: TargetedKeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    if (!matchMedia('(hover: hover) and (pointer: fine)').matches) return
    event.preventDefault()
    send(event.currentTarget)
  }

  function send(field: HTMLTextAreaElement) {
    const words = toSay(field.value)
    if (!words || words.length > longestMessage) return
    field.value = ''
    acts.say(words)
    grow(field)
    field.focus()
  }
}

/** What is going on, calmly: these are states, and each says what still works. */
function Notices({ talk, text }: TalkProps) {
  const words = [
    talk.line === 'offline' && text.offline,
    talk.line === 'connecting' && text.connecting,
    talk.missing && text.missing,
    talk.view.silence && text.silence[talk.view.silence],
    talk.unreadable && text.unreadable,
    talk.trouble && text.sentences[talk.trouble],
  ].filter((one) => one !== false && one !== undefined)
  return (
    <div class="notices" role="status">
      {words.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </div>
  )
}

export function grow(field: HTMLTextAreaElement) {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
