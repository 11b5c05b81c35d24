import type { BoardAlert, BoardView } from '@veilleuse/contract/board'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useNow } from '../ui/use-now.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import type { Board } from './board.ts'
import css from './board-page.module.css'
import { LinesTable } from './lines-table.tsx'
import { PeopleTable } from './people-table.tsx'
import { Since } from './since.tsx'
import { TalksTable } from './talks-table.tsx'
import { WaitingTable } from './waiting-table.tsx'

/** How it stands now, on all lines at once: for whoever leads the shift, and whoever plans it. */
export function BoardPage({ board }: { board: Board }) {
  const text = useText()
  const { picture } = useStore(board.state)
  const now = useNow(1000, board.now)
  const view = picture.board
  return (
    // Focusable because it scrolls, and nothing in it need be.
    <main className={css['board']} tabIndex={0} aria-label={text.office.nav.board}>
      <h1 className={css['title']}>{text.office.nav.board}</h1>
      {view && picture.connection !== 'live' && (
        <Notice
          tone="lamp"
          title={text.desk.connection.lost}
          actions={
            <Button size="small" onPress={board.retryNow}>
              {text.desk.connection.retry}
            </Button>
          }
        >
          {text.board.unknown}
        </Notice>
      )}
      {view ? <Whole view={view} now={now} /> : <p role="status">{text.loading}</p>}
    </main>
  )
}

function Whole({ view, now }: { view: BoardView; now: number }) {
  return (
    <>
      <Alerts view={view} now={now} />
      <LinesTable lines={view.lines} now={now} />
      <WaitingTable view={view} now={now} />
      <TalksTable view={view} now={now} />
      {view.people && <PeopleTable view={{ ...view, people: view.people }} now={now} />}
    </>
  )
}

function Alerts({ view, now }: { view: BoardView; now: number }) {
  const { board: text } = useText()
  return (
    <section className={css['part']} aria-labelledby="alerts">
      <h2 id="alerts">{text.alerts.title}</h2>
      {/* How many is said when it changes; each is read at one's own pace. */}
      <p role="status" className="hear-only">
        {text.alerts.many(view.alerts.length)}
      </p>
      {view.alerts.length === 0 ? (
        <p className={css['none']}>{text.alerts.none}</p>
      ) : (
        <ul className={css['alerts']}>
          {view.alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} view={view} now={now} />
          ))}
        </ul>
      )}
    </section>
  )
}

function AlertRow({ alert, view, now }: { alert: BoardAlert; view: BoardView; now: number }) {
  const text = useText()
  const [{ language }] = useSettings()
  const line = view.lines.find(({ id }) => id === alert.line)
  const grave = alert.kind === 'danger' || alert.kind === 'silent_at_risk'
  return (
    <li className={css['alert']} data-grave={grave}>
      <strong>{text.board.alerts.kinds[alert.kind]}</strong>
      <span>
        {[
          line?.name[language],
          alert.language && text.desk.conversation.languages[alert.language],
          alert.alias,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <Since at={alert.since} now={now} />
    </li>
  )
}
