import { takesVisitors } from '@veilleuse/domain/line-state'
import type { PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'
import { opensWords, untilWords } from './moments.ts'

/** Open or closed, until when, how long to wait: what is not known is not said. */
export function Status({ input, text }: { input: PageInput; text: PageTexts }) {
  const { status } = input
  return (
    <p class="status" role="status">
      <b>{stateWords(input, text)}</b>
      {takesVisitors(status) && <span data-wait={waitPattern(text)}>{waitWords(input, text)}</span>}
    </p>
  )
}

function stateWords({ language, status, now }: PageInput, text: PageTexts): string | undefined {
  const { state, until, opensAt, dueAt, zone } = status
  const day = (moment: string) => opensWords(language, { at: new Date(moment), now, zone })
  switch (state) {
    case 'open':
    case 'open_with_wait': {
      const at = until === undefined ? undefined : new Date(until)
      // Open for days on end: the hour alone would be taken for tonight's.
      const soon = at && at.getTime() - now.getTime() < 24 * 3_600_000
      return soon ? text.openUntil(untilWords(language, { at, zone })) : text.open
    }
    case 'full':
      return text.fullNow
    case 'closed':
      if (dueAt !== undefined) return text.dueAt(day(dueAt))
      return opensAt === undefined ? undefined : text.opensAt(day(opensAt))
  }
}

function waitWords({ language, status }: PageInput, text: PageTexts): string | undefined {
  const { state, wait, dueAt, zone } = status
  if (wait) return text.wait(wait)
  if (state === 'open') return undefined
  const at = dueAt === undefined ? undefined : new Date(dueAt)
  return at ? text.dueSoon(untilWords(language, { at, zone })) : text.waitUnknown
}

/** The forms of a wait, for the page to fill in when it is told anew: `#` and `##` are numbers. */
function waitPattern(text: PageTexts): string {
  const marked = (words: string) => words.replace('-1', '#').replace('88', '##')
  return [
    marked(text.wait({ fromMinutes: 0, toMinutes: 88 })),
    marked(text.wait({ fromMinutes: -1, toMinutes: 88 })),
    text.wait({ fromMinutes: 91, toMinutes: 91 }),
    text.waitUnknown,
  ].join('|')
}
