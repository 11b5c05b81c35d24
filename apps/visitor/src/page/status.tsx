import type { PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'
import { opensWords, untilWords } from './moments.ts'

/** Open or closed, until when, how long to wait: what is not known is not said. */
export function Status({ input, text }: { input: PageInput; text: PageTexts }) {
  const { status } = input
  return (
    <p class="status" role="status">
      <b>{status.state === 'open' ? openWords(input, text) : closedWords(input, text)}</b>
      {status.state === 'open' && (
        <span data-wait={waitPattern(text)}>{status.wait && text.wait(status.wait)}</span>
      )}
    </p>
  )
}

function openWords({ language, status }: PageInput, text: PageTexts): string {
  if (status.until === undefined) return text.open
  const at = new Date(status.until)
  return text.openUntil(untilWords(language, { at, zone: status.zone }))
}

function closedWords({ language, status, now }: PageInput, text: PageTexts): string | undefined {
  if (status.opensAt === undefined) return undefined
  const at = new Date(status.opensAt)
  return text.opensAt(opensWords(language, { at, now, zone: status.zone }))
}

/** The three forms of a wait, for the page to fill in when it asks anew: `#` and `##` are numbers. */
function waitPattern(text: PageTexts): string {
  const marked = (words: string) => words.replace('-1', '#').replace('88', '##')
  return [
    marked(text.wait({ fromMinutes: 0, toMinutes: 88 })),
    marked(text.wait({ fromMinutes: -1, toMinutes: 88 })),
    text.wait({ fromMinutes: 91, toMinutes: 91 }),
  ].join('|')
}
