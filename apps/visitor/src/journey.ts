import { call } from '@veilleuse/client/call'
import { leave } from '@veilleuse/contract/visit'
import type { Language } from '@veilleuse/domain/language'
import type { Answers, Urgency } from '@veilleuse/domain/triage'
import type { Step } from './text/texts.ts'
import { takePlace } from './visit/arrive.ts'
import type { Before } from './visit/arrive.ts'
import { converse } from './visit/conversation.ts'
import type { Conversation, Joining } from './visit/conversation.ts'
import type { Place } from './visit/place.ts'
import { stay, unstay } from './visit/staying.ts'
import { troubleOf } from './visit/trouble.ts'
import type { Entry, VisitEvent } from './visit/visit.ts'

/** The way through: from a place in the queue to the end, with what the server must be asked. */
export type Journey = {
  readonly place: Place
  tell(event: VisitEvent): void
  start(returning?: Returning): Promise<void>
  /** What was said before the wait: it goes along with the next start, and every try of it. */
  answered(told: Told): void
  /** What the last start was asked to bring along: to try the same again. */
  last(): Returning | undefined
  join(joining: Joining, earlier: readonly Entry[]): Promise<void>
  conversation(): Conversation | undefined
  stay(on: boolean): void
  /** Asks the server for something; what does not go on is told. */
  asking(work: (token: string) => Promise<void>): void
  /** There is no conversation any more. */
  leaveBehind(): void
  /** Quick exit: tells the server while the page is already going away. */
  flee(): void
}

/** What somebody who comes back brings along. */
export type Returning = {
  readonly session: number
  readonly before: (epoch: Parameters<BeforeMaker>[0]) => Promise<Before>
  readonly earlier: readonly Entry[]
}
/** The server learns the urgency; the answers, sealed, the counsellor. */
export type Told = { readonly urgency: Urgency; readonly answers: Answers }

type BeforeMaker = NonNullable<Parameters<typeof takePlace>[0]['before']>

type Wishes = {
  readonly place: Place
  language(): Language
  tell(event: VisitEvent): void
}

export function journey({ place, language, tell }: Wishes): Journey {
  let talking: Conversation | undefined
  let last: Returning | undefined
  let told: Told | undefined

  return {
    place,
    tell,
    conversation: () => talking,
    last: () => last,
    answered: (given) => (told = given),
    async start(returning) {
      last = returning
      const step = (next: Step) => tell({ type: 'preparing', step: next })
      try {
        const { session = 1, before } = returning ?? {}
        const arrival = {
          place,
          language: language(),
          step,
          session,
          urgency: told?.urgency,
          ...(before && { before }),
        }
        await join({ ...(await takePlace(arrival)), resumed: false }, returning?.earlier ?? [])
        if (told) talking?.answer(told.answers)
      } catch (trouble) {
        const why = troubleOf(trouble)
        tell({ type: 'stuck', why, retry: why !== 'closed' })
      }
    },
    join,
    stay(on) {
      if (!on) {
        unstay()
        tell({ type: 'staying', on })
      } else if (talking) {
        const { token, keys, epochs } = talking
        // Said once it is true: some browsers put nothing away.
        const said = (stays: boolean) => tell({ type: 'staying', on: stays })
        stay({ token, keys: { ...keys, epochs: epochs() } }).then(
          () => said(true),
          () => said(false),
        )
      }
    },
    asking(work) {
      if (!talking) return
      work(talking.token).catch((trouble: unknown) =>
        tell({ type: 'trouble', why: troubleOf(trouble) }),
      )
    },
    leaveBehind,
    flee() {
      if (talking) call('', leave, { token: talking.token, keepalive: true }).catch(() => {})
      leaveBehind()
    },
  }

  function leaveBehind() {
    talking?.close()
    talking = undefined
  }

  async function join(joining: Joining, earlier: readonly Entry[]) {
    talking?.close()
    talking = await converse({ ...joining, place, earlier, tell })
  }
}
