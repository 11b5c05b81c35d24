import type { DeskView, LineView } from '@veilleuse/contract/desk'
import type { QueueRow } from '@veilleuse/contract/queue'
import { History, Undo2 } from 'lucide-react'
import { useText } from '../text/text.tsx'
import { howLong } from '../ui/said-time.ts'
import { useNow } from '../ui/use-now.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import type { Desk } from './desk.ts'
import { waitingIn } from './lines.ts'
import css from './queue.module.css'

type Props = {
  readonly desk: Desk
  /** The lines of this desk and the first of those who wait on them. */
  readonly view: Pick<DeskView, 'lines' | 'queue'>
  /** One line, to be opened. */
  readonly folded: boolean
}

/** Who waits, in the order they will be served. To be seen, not to be picked from. */
export function Queue({ desk, view, folded }: Props) {
  const text = useText()
  const words = text.desk.queue
  const live = useStore(desk.state).picture.connection === 'live'
  const now = useNow(1000, () => desk.now().getTime())
  const waiting = waitingIn(view)
  // Of several lines, the one who has waited longest.
  const [first] = view.queue.toSorted((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : 1))
  const title = (
    <h2 className={css['title']}>
      {words.title} {live && <span className={css['count']}>{waiting}</span>}
    </h2>
  )
  const all = (
    <>
      {/* What was last known stays on the screen, and is not said as if it were true now. */}
      {!live && <p className={css['none']}>{words.unknown}</p>}
      {live && waiting === 0 && <p className={css['none']}>{text.desk.line.waiting(0)}</p>}
      {view.lines.map((line) => (
        <OfLine
          key={line.id}
          line={line}
          rows={view.queue.filter((row) => row.line === line.id)}
          named={view.lines.length > 1}
          now={now}
        />
      ))}
      {waiting > 0 && <p className={css['hint']}>{words.readOnly}</p>}
    </>
  )
  if (!folded)
    return (
      <div className={css['queue']}>
        {title}
        {all}
      </div>
    )
  return (
    <details className={css['folded']}>
      <summary className={css['summary']}>
        {title}
        <span className={css['short']}>
          {!live && words.unknownShort}
          {live && !first && text.desk.line.waiting(0)}
          {live &&
            first &&
            `${words.since} ${howLong(new Date(first.arrivedAt).getTime(), now, text.time)}`}
        </span>
      </summary>
      <div className={css['queue']}>{all}</div>
    </details>
  )
}

type OfLineProps = {
  readonly line: LineView
  /** The first of those who wait on it. */
  readonly rows: readonly QueueRow[]
  /** Whether the line is named, because there are others. */
  readonly named: boolean
  readonly now: number
}

function OfLine({ line, rows, named, now }: OfLineProps) {
  const text = useText()
  const words = text.desk.queue
  const [{ language }] = useSettings()
  if (rows.length === 0) return null
  return (
    <>
      {named && <h3 className={css['line']}>{line.name[language]}</h3>}
      <ol className={css['rows']}>
        {rows.map((row) => (
          <li key={row.conversation} className={css['row']} data-present={row.present}>
            <span className={css['place']}>{words.place(row.position)}</span>
            <span className={css['about']}>
              <span className={css['marks']}>
                <span className={css['wait']}>
                  <span className="hear-only">{words.since} </span>
                  {howLong(new Date(row.arrivedAt).getTime(), now, text.time)}
                </span>
                <span className={css['language']}>
                  <span aria-hidden>{row.language.toUpperCase()}</span>
                  <span className="hear-only">
                    {text.desk.conversation.languages[row.language]}
                  </span>
                </span>
                {row.session > 1 && (
                  <span className={css['returning']}>
                    <History size={14} aria-hidden /> {words.returning(row.session)}
                  </span>
                )}
              </span>
              {row.atHead && (
                <span className={css['head']}>
                  <Undo2 size={14} aria-hidden /> {words.atHead}
                </span>
              )}
              {!row.present && <span className={css['absent']}>{words.absent}</span>}
            </span>
          </li>
        ))}
      </ol>
      {line.waiting > rows.length && (
        <p className={css['hint']}>{words.more(line.waiting - rows.length)}</p>
      )}
    </>
  )
}
