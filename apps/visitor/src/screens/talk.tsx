import type { ComponentChildren } from 'preact'
import type { Texts } from '../text/texts.ts'
import type { Talk } from '../visit/visit.ts'
import type { Acts } from './acts.ts'
import { Composer } from './composer.tsx'
import { Log } from './log.tsx'
import { Presence } from './presence.tsx'
import { StayChoice } from './stay-choice.tsx'
import { Waiting } from './waiting.tsx'

export type TalkProps = { readonly talk: Talk; readonly text: Texts; readonly acts: Acts }

/** What the lazy part adds to a wait, once it has come: around the lamp, below it, further down. */
export type WaitingRoom = Readonly<
  Record<'lamp' | 'exercise' | 'helps', (talk: Talk) => ComponentChildren>
>

export type WaitProps = TalkProps & { readonly room: WaitingRoom | undefined }

/**
 * Waiting and talking are one screen: who writes while waiting goes on writing when somebody comes,
 * in the same field, with the same words in it.
 */
export function TalkScreen(props: WaitProps) {
  const { talk, text, room } = props
  const waiting = talk.view.state === 'waiting'
  return (
    <div class="talk">
      {waiting ? <Waiting key="head" {...props} /> : <Presence key="head" {...props} />}
      <Log key="log" log={talk.log} read={talk.view.readByCounsellor} text={text} />
      <p key="typing" class="typing">
        {talk.theyType && (
          <>
            <i aria-hidden="true" />
            {text.typing(talk.alias ?? text.someone)}
          </>
        )}
      </p>
      {waiting && (
        <section key="helps" class="helps">
          {room?.helps(talk)}
          <StayChoice {...props} />
        </section>
      )}
      <Composer key="composer" {...props} />
    </div>
  )
}
