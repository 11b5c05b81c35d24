import * as contract from '@veilleuse/contract/line'
import type { Line } from '@veilleuse/contract/line'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import css from '../office/office.module.css'
import type { OfficeProps } from '../office/office.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { dayAndTime } from '../ui/said-time.ts'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { LineAssistant } from './line-assistant.tsx'
import { useLines } from './use-lines.ts'

/** The lines of the helpline, each set up by a few questions. */
export function LinesPart({ door }: Pick<OfficeProps, 'door'>) {
  const text = useText().lines
  const { lines = [], again } = useLines(door)
  const [editing, edit] = useState<Line | 'new'>()
  const [leaving, retire] = useState<Line>()
  const [saved, say] = useState(false)
  if (editing)
    return (
      <LineAssistant
        door={door}
        line={editing === 'new' ? undefined : editing}
        others={lines.filter((line) => line !== editing)}
        onSaved={() => {
          edit(undefined)
          say(true)
          void again()
        }}
        onLeave={() => edit(undefined)}
      />
    )
  return (
    <section className={css['part']} aria-labelledby="lines">
      <div className={css['head']}>
        <div>
          <h2 id="lines">{text.title}</h2>
          <p className={css['hint']}>{text.text}</p>
        </div>
        <Button look="main" onPress={() => edit('new')}>
          <Plus size={18} aria-hidden /> {text.add}
        </Button>
      </div>
      {saved && <Notice>{text.saved}</Notice>}
      <ul className={css['people']}>
        {lines.map((line) => (
          <OneLine
            key={line.id}
            line={line}
            only={lines.length === 1}
            onEdit={() => {
              say(false)
              edit(line)
            }}
            onRetire={() => retire(line)}
          />
        ))}
      </ul>
      {leaving && (
        <RetireDialog
          door={door}
          line={leaving}
          onClose={() => {
            retire(undefined)
            void again()
          }}
        />
      )}
    </section>
  )
}

type OneProps = { line: Line; only: boolean; onEdit: () => void; onRetire: () => void }

function OneLine({ line, only, onEdit, onRetire }: OneProps) {
  const text = useText().lines
  const [{ language }] = useSettings()
  const { settings, rules, answering, supervising, slug } = line
  const name = settings.name[language]
  const untold = settings.purpose[language] === ''
  return (
    <li className={css['person']}>
      <span className={css['who']}>
        <strong>{name}</strong>
        <span>{settings.purpose[language]}</span>
        <span>
          {text.answering(answering)}
          {answering > 0 && supervising === 0 && ` · ${text.noSupervisor}`}
        </span>
        <span>
          {rules
            ? text.rulesVersion(rules.version, dayAndTime(new Date(rules.publishedAt), language))
            : text.rulesNone}{' '}
          ·{' '}
          <a href={`/${language}/${slug}`} target="_blank" rel="noreferrer">
            {text.page}
          </a>
        </span>
      </span>
      <Button size="small" look={untold ? 'main' : 'plain'} onPress={onEdit}>
        {untold ? text.setUp : text.change}
        <span className="hear-only"> {name}</span>
      </Button>
      {!only && (
        <Button size="small" onPress={onRetire}>
          {text.retire}
          <span className="hear-only"> {name}</span>
        </Button>
      )}
    </li>
  )
}

type RetireProps = Pick<OfficeProps, 'door'> & { line: Line; onClose: () => void }

function RetireDialog({ door, line, onClose }: RetireProps) {
  const text = useText().lines
  const [{ language }] = useSettings()
  const retiring = useDoing()
  const title = text.retireTitle(line.settings.name[language])
  return (
    <Dialog open onClose={onClose} title={title} alert>
      <p>{text.retireText}</p>
      {retiring.trouble && <Notice tone="grave">{retiring.trouble}</Notice>}
      <DialogActions>
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button
          look="grave"
          busy={retiring.busy}
          onPress={() =>
            retiring.run(async () => {
              await door.ask(contract.retireLine, { params: { id: line.id } })
              onClose()
            })
          }
        >
          {text.retire}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
