import type { BoardTalk, BoardView } from '@veilleuse/contract/board'
import { useText } from '../text/text.tsx'
import { howLong } from '../ui/said-time.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { Since } from './since.tsx'
import { Table } from './table.tsx'

/** Open conversations with their silence and risk, and without a word of them. */
export function TalksTable({ view, now }: { view: BoardView; now: number }) {
  const text = useText()
  const words = text.board.talks
  const [{ language }] = useSettings()
  const silence = ({ silence: { of, since, timeAsked } }: BoardTalk) => {
    const long = howLong(new Date(since).getTime(), now, text.time)
    if (timeAsked) return words.timeAsked(long)
    return of === 'visitor' ? words.visitorSilent(long) : words.counsellorSilent(long)
  }
  return (
    <Table
      title={words.title}
      none={words.none}
      columns={[words.line, words.who, words.since, words.risk, words.silence]}
      rows={view.talks.map((talk) => ({
        key: talk.conversation,
        grave: talk.urgency === 'danger' || talk.risk === 'high' || talk.risk === 'imminent',
        cells: [
          view.lines.find(({ id }) => id === talk.line)?.name[language] ?? '',
          talk.alias ?? words.somebody,
          <Since key="since" at={talk.acceptedAt} now={now} />,
          words.judged(talk.urgency, text.desk.risk.names[talk.risk]),
          <>
            {silence(talk)} {!talk.visitorPresent && <small>{words.absent}</small>}
          </>,
        ],
      }))}
    />
  )
}
