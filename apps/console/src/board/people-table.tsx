import type { BoardPerson, BoardView } from '@veilleuse/contract/board'
import { useText } from '../text/text.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import { Since } from './since.tsx'
import { Table } from './table.tsx'

type Props = {
  readonly view: BoardView & { readonly people: readonly BoardPerson[] }
  readonly now: number
}

/** Who is there, for which lines, and how much they hold. */
export function PeopleTable({ view, now }: Props) {
  const { board, desk } = useText()
  const text = board.people
  const [{ language }] = useSettings()
  const names = ({ lines }: BoardPerson) =>
    view.lines
      .filter(({ id }) => lines.includes(id))
      .map(({ name }) => name[language])
      .join(', ')
  return (
    <Table
      title={text.title}
      none={text.none}
      columns={[text.who, text.state, text.load, text.lines]}
      rows={view.people.map((person) => ({
        key: person.alias,
        cells: [
          person.alias,
          <>
            {desk.seat.names[person.state]} (<Since at={person.since} now={now} />)
            {!person.here && <small> {text.gone}</small>}
          </>,
          text.holds(person.taken, person.limit),
          names(person),
        ],
      }))}
    />
  )
}
