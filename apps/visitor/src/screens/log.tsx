import type { Texts } from '../text/texts.ts'
import type { Entry, Mine, Note } from '../visit/visit.ts'

type LogProps = {
  readonly log: readonly Entry[]
  /** How far the other side has read. */
  readonly read: number
  readonly text: Texts
}

/** What was said, oldest first. Text alone: a link is words like others, nothing to press. */
export function Log({ log, read, text }: LogProps) {
  const today = log.slice(log.findIndex((entry) => entry.id === 'now') + 1)
  const lastMine = lastOf(today)
  return (
    <div class="log" role="log" aria-label={text.log} aria-relevant="additions">
      {log.map((entry) => (
        <Line
          key={entry.id}
          entry={entry}
          text={text}
          fate={entry.by === 'visitor' && fateOf(entry, entry === lastMine, read)}
        />
      ))}
    </div>
  )
}

/** `findLast` is too new for the telephones this runs on. */
function lastOf(log: readonly Entry[]): Entry | undefined {
  let last: Entry | undefined
  for (const entry of log) if (entry.by === 'visitor') last = entry
  return last
}

type LineProps = { readonly entry: Entry; readonly text: Texts; readonly fate: Fate | false }
type Fate = keyof Texts['fate'] | 'notKept' | undefined

function Line({ entry, text, fate }: LineProps) {
  if (entry.by === 'page') return <p class="between">{noteWords(entry, text)}</p>
  const mine = entry.by === 'visitor'
  const author = mine ? text.you : (entry.alias ?? text.someone)
  return (
    <div class={mine ? 'said mine' : 'said'}>
      {!mine && entry.kind === 'summary' && <b>{text.summary(author)}</b>}
      <p dir="auto">
        <span class="unseen">{author} : </span>
        {entry.text}
      </p>
      {fate && <small>{fate === 'notKept' ? text.notKept : text.fate[fate]}</small>}
    </div>
  )
}

function noteWords({ note, alias }: Note, text: Texts): string {
  switch (note) {
    case 'came':
      return text.came(alias ?? text.someone)
    case 'took_over':
      return text.tookOver(alias ?? text.someone)
    case 'lost':
    case 'earlier':
    case 'now':
      return text[note]
  }
}

/** Told of the last message, and of each one that has not arrived. */
function fateOf({ fate }: Mine, last: boolean, read: number): Fate {
  if (fate.is === 'refused') return 'notKept'
  if (fate.is === 'on_its_way') return 'onItsWay'
  if (!last) return undefined
  return fate.seq <= read ? 'read' : 'received'
}
