import type { QueueRow } from '@veilleuse/contract/desk'
import { History, Undo2 } from 'lucide-react'
import { useText } from '../text/text.tsx'
import { howLong } from '../ui/said-time.ts'
import { useNow } from '../ui/use-now.ts'
import type { Desk } from './desk.ts'
import css from './queue.module.css'

type Props = {
  readonly desk: Desk
  /** The first of those who wait. */
  readonly rows: readonly QueueRow[]
  /** How many wait. */
  readonly waiting: number
}

/** Who waits, in the order they will be served. To be seen, not to be picked from. */
export function Queue({ desk, rows, waiting }: Props) {
  const text = useText()
  const words = text.desk.queue
  const now = useNow(1000, () => desk.now().getTime())
  return (
    <div className={css['queue']}>
      <h2 className={css['title']}>
        {words.title} <span className={css['count']}>{waiting}</span>
      </h2>
      {rows.length === 0 ? (
        <p className={css['none']}>{text.desk.line.waiting(0)}</p>
      ) : (
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
      )}
      {waiting > rows.length && <p className={css['hint']}>{words.more(waiting - rows.length)}</p>}
      {rows.length > 0 && <p className={css['hint']}>{words.readOnly}</p>}
    </div>
  )
}
