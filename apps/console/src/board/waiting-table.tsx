import type { BoardView, BoardWaiting } from '@veilleuse/contract/board'
import { useText } from '../text/text.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import { Since } from './since.tsx'
import { Table } from './table.tsx'

/** The first who wait on each line, and why each stands where they stand. */
export function WaitingTable({ view, now }: { view: BoardView; now: number }) {
  const { board, desk } = useText()
  const text = board.waiting
  const [{ language }] = useSettings()
  const all = view.lines.reduce((sum, line) => sum + line.waiting, 0)
  const name = (row: BoardWaiting) =>
    view.lines.find(({ id }) => id === row.line)?.name[language] ?? ''
  return (
    <Table
      title={text.title}
      none={text.none}
      below={all > view.waiting.length ? desk.queue.more(all - view.waiting.length) : undefined}
      columns={[text.place, text.line, text.since, text.language, text.why]}
      rows={view.waiting.map((row) => ({
        key: row.conversation,
        grave: row.urgency === 'danger',
        cells: [
          desk.queue.place(row.position),
          name(row),
          <>
            <Since at={row.arrivedAt} now={now} />{' '}
            {!row.present && <small>{desk.queue.absent}</small>}
          </>,
          desk.conversation.languages[row.language],
          text.reason(row.reason),
        ],
      }))}
    />
  )
}
