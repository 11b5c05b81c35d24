import * as account from '@veilleuse/contract/account'
import type { Person } from '@veilleuse/contract/account'
import { languages } from '@veilleuse/domain/language'
import { useState } from 'react'
import type { OfficeProps } from '../office/office.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Checks } from '../ui/checks.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { useLines } from './use-lines.ts'

type Props = Pick<OfficeProps, 'door'> & { person: Person; onClose: () => void }

/** On which lines a person answers, and in which languages. */
export function PlaceDialog({ door, person, onClose }: Props) {
  const all = useText()
  const text = all.lines
  const [{ language }] = useSettings()
  const { lines = [] } = useLines(door)
  const [on, setOn] = useState(person.lines.map(({ id }) => id))
  const [spoken, setSpoken] = useState(person.languages)
  const placing = useDoing()
  return (
    <Dialog open onClose={onClose} title={text.people.title(person.alias)}>
      <Checks
        label={text.people.on}
        values={on}
        options={lines.map(({ id, settings }) => ({
          id,
          name: settings.name[language],
          hint: text.support.skills[settings.skill],
        }))}
        onChange={(chosen) => setOn([...chosen])}
      />
      <Checks
        label={text.people.languages}
        values={spoken}
        options={languages.map((id) => ({ id, name: all.desk.conversation.languages[id] }))}
        onChange={(chosen) => setSpoken([...chosen])}
      />
      {spoken.length === 0 && <Notice tone="lamp">{text.faults.languages}</Notice>}
      {placing.trouble && <Notice tone="grave">{placing.trouble}</Notice>}
      <DialogActions>
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button
          look="main"
          isDisabled={spoken.length === 0}
          busy={placing.busy}
          onPress={() =>
            placing.run(async () => {
              await door.ask(account.placePerson, {
                params: { id: person.id },
                body: { lines: on, languages: spoken },
              })
              onClose()
            })
          }
        >
          {text.save}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
