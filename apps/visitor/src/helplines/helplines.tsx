import type { Helpline } from '@veilleuse/contract/directory'
import type { Language } from '@veilleuse/domain/language'
import { opensWords, untilWords } from '../page/moments.ts'
import type { HelplineTexts } from '../text/helpline-texts.ts'

type Props = {
  readonly helplines: readonly Helpline[]
  readonly language: Language
  readonly now: Date
  readonly words: HelplineTexts
}

/** Who else answers now, with their numbers; without anybody, who opens next. */
export function Helplines({ helplines, ...around }: Props) {
  const shown = worthShowing(helplines)
  const [first] = shown
  if (!first) return <p>{around.words.none}</p>
  return (
    <>
      <ul class="helplines">
        {shown.map((helpline) => (
          <li key={helpline.id}>
            <Entry helpline={helpline} {...around} />
          </li>
        ))}
      </ul>
      <p class="fine">{around.words.readOn(dayWords(first.verifiedOn, around.language))}</p>
    </>
  )
}

/** What stands above them: «open now» only where it is true. */
export function titleOf(helplines: readonly Helpline[], words: HelplineTexts): string {
  return helplines.some(({ now }) => now.state === 'open') ? words.title : words.titleLater
}

const most = { open: 4, later: 3 }

function worthShowing(helplines: readonly Helpline[]): readonly Helpline[] {
  const open = helplines.filter(({ now }) => now.state === 'open')
  return open.length > 0 ? open.slice(0, most.open) : helplines.slice(0, most.later)
}

type EntryProps = Omit<Props, 'helplines'> & { readonly helpline: Helpline }

function Entry({ helpline, language, now, words }: EntryProps) {
  const { name, about, numbers, url, languages, channels } = helpline
  const foreign = !languages.includes(language)
  return (
    <>
      <p>
        <b>{name}</b> <span>{openWords(helpline, { language, now, words })}</span>
      </p>
      <p class="fine">
        {about.slice(0, 3).join(', ')}
        {foreign && `. ${words.speaks(languages.map((one) => nameOf(one, language)).join(', '))}`}
      </p>
      <p class="reach">
        {numbers.map(({ shown, dial }) => (
          <a key={dial} class="quiet" href={`tel:${dial}`}>
            {shown}
          </a>
        ))}
        {url && (numbers.length === 0 || channels.includes('chat')) && (
          <a class="plain" href={url} rel="noopener noreferrer" target="_blank">
            {channels.includes('chat') ? words.chat : words.site}
            <span class="unseen"> ({name})</span>
          </a>
        )}
      </p>
    </>
  )
}

function openWords(
  { now: state, zone = 'UTC' }: Helpline,
  { language, now, words }: Omit<EntryProps, 'helpline'>,
): string {
  switch (state.state) {
    case 'open':
      if (state.until === undefined) return words.always
      return words.until(untilWords(language, { at: new Date(state.until), zone }))
    case 'closed':
      if (state.opensAt === undefined) return words.unknown
      return words.opens(opensWords(language, { at: new Date(state.opensAt), now, zone }))
    case 'unknown':
      return words.unknown
  }
}

function nameOf(spoken: string, language: Language): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(spoken) ?? spoken
  } catch {
    return spoken
  }
}

function dayWords(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}
