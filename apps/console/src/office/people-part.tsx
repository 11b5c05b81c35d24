import * as account from '@veilleuse/contract/account'
import type { Person } from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { PlaceDialog } from '../lines/place-dialog.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { InviteDialog } from './invite-dialog.tsx'
import css from './office.module.css'
import type { OfficeProps } from './office.tsx'
import { PersonState } from './person-state.tsx'
import { usePeople } from './use-people.ts'

export function PeoplePart({ door, keyring }: OfficeProps) {
  const { office: text, lines } = useText()
  const { people, again } = usePeople(door)
  const [inviting, invite] = useState(false)
  const [leaving, remove] = useState<Person>()
  const [placed, place] = useState<Person>()
  return (
    <section className={css['part']} aria-labelledby="people">
      <div className={css['head']}>
        <div>
          <h2 id="people">{text.people.title}</h2>
          <p className={css['hint']}>{text.people.text}</p>
        </div>
        <Button look="main" onPress={() => invite(true)}>
          <UserPlus size={18} aria-hidden /> {text.people.invite}
        </Button>
      </div>
      <ul className={css['people']}>
        {people.map((person) => (
          <li key={person.id} className={css['person']} data-state={person.state}>
            <span className={css['who']}>
              <strong>{person.alias}</strong>
              <span>{text.roles[person.role]}</span>
            </span>
            <PersonState person={person} />
            {person.state !== 'removed' && may(person.role, 'take_conversations') && (
              <Button size="small" onPress={() => place(person)}>
                {lines.people.lines}
                <span className="hear-only"> {person.alias}</span>
              </Button>
            )}
            {person.state !== 'removed' && person.id !== keyring.me.id && (
              <Button size="small" onPress={() => remove(person)}>
                {text.people.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {inviting && (
        <InviteDialog
          door={door}
          onClose={() => {
            invite(false)
            void again()
          }}
        />
      )}
      {placed && (
        <PlaceDialog
          door={door}
          person={placed}
          onClose={() => {
            place(undefined)
            void again()
          }}
        />
      )}
      {leaving && (
        <RemoveDialog
          door={door}
          person={leaving}
          onClose={() => {
            remove(undefined)
            void again()
          }}
        />
      )}
    </section>
  )
}

type RemoveProps = Pick<OfficeProps, 'door'> & { person: Person; onClose: () => void }

function RemoveDialog({ door, person, onClose }: RemoveProps) {
  const text = useText().office.people
  const removing = useDoing()
  return (
    <Dialog open onClose={onClose} title={text.removeTitle(person.alias)} alert>
      <p>{text.removeText}</p>
      {removing.trouble && <Notice tone="grave">{removing.trouble}</Notice>}
      <DialogActions>
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button
          look="grave"
          busy={removing.busy}
          onPress={() =>
            removing.run(async () => {
              await door.ask(account.removePerson, { params: { id: person.id } })
              onClose()
            })
          }
        >
          {text.removeConfirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
