import type { BoardLine } from '@veilleuse/contract/board'
import { useText } from '../text/text.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import { Since } from './since.tsx'
import { Table } from './table.tsx'

/** Each line: who waits and since when, who is there, and how today has gone. */
export function LinesTable({ lines, now }: { lines: readonly BoardLine[]; now: number }) {
  const { board, desk } = useText()
  const text = board.lines
  const [{ language }] = useSettings()
  return (
    <Table
      title={text.title}
      none={text.none}
      columns={[text.line, text.waiting, text.oldest, text.talks, text.there, text.today]}
      rows={lines.map((line) => ({
        key: line.id,
        cells: [
          <>
            {line.name[language]} <small>{line.open ? desk.line.open : desk.line.closed}</small>
          </>,
          line.ranks.danger + line.ranks.high > 0
            ? text.pressing(line.waiting, line.ranks.danger + line.ranks.high)
            : String(line.waiting),
          line.oldestSince ? <Since at={line.oldestSince} now={now} /> : text.nobody,
          String(line.talks),
          text.present(line),
          text.kept(line.today, line.promisedMinutes),
        ],
      }))}
    />
  )
}
