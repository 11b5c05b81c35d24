import { longestMessage, toSay } from '@veilleuse/domain/words'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useText } from '../text/text.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { clockTime } from '../ui/said-time.ts'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useStore } from '../ui/use-store.ts'
import css from './notes.module.css'
import type { Room } from './room.ts'

type Props = { room: Room; onClose: () => void }

/** The staff channel. Another paper and another place, so that no note is taken for a message. */
export function Notes({ room, onClose }: Props) {
  const { notes: text, composer } = useText().desk
  const [{ language }] = useSettings()
  const notes = useStore(room.notes.view)
  const [written, write] = useState('')
  const noting = useDoing()
  const tooLong = written.trim().length - longestMessage
  return (
    <aside className={css['notes']} aria-label={text.title}>
      <header className={css['head']}>
        <h3 className={css['title']}>{text.title}</h3>
        <IconButton label={text.close} onPress={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </header>
      <p className={css['hint']}>{text.hint}</p>
      <ol className={css['list']}>
        {notes.length === 0 && <li className={css['none']}>{text.none}</li>}
        {notes.map((note) => (
          <li key={note.id} className={css['note']}>
            <p dir="auto">{note.text ?? text.unreadable}</p>
            <p className={css['foot']}>
              {note.mine ? text.mine : text.other} · {clockTime(note.at, language)}
            </p>
          </li>
        ))}
      </ol>
      <Form
        className={css['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          const note = toSay(written)
          if (!note || tooLong > 0) return
          noting.run(async () => {
            await room.notes.write(note)
            write('')
          })
        }}
      >
        <Field
          label={text.label}
          rows={3}
          value={written}
          onChange={write}
          trouble={tooLong > 0 ? composer.tooLong(tooLong) : noting.trouble}
        />
        <Button type="submit" size="small" busy={noting.busy}>
          {text.add}
        </Button>
      </Form>
    </aside>
  )
}
