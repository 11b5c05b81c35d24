import type { Person } from '@veilleuse/contract/account'
import type { Directory } from '@veilleuse/sealing/directory'
import { Refusal } from '@veilleuse/sealing/refusal'
import { FileKey2 } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './office.module.css'
import { PersonWords } from './person-words.tsx'
import { readRootFile } from './root-file.ts'
import { appoint, whyNotAppoint } from './root.ts'

type Props = { door: SessionDoor; directory: Directory; person: Person; onClose: () => void }

/** Appoints a supervisor with the root key, which is read here and forgotten here. */
export function AppointDialog({ door, directory, person, onClose }: Props) {
  const { office } = useText()
  const text = office.root
  const [files, setFiles] = useState<readonly File[]>([])
  const doing = useDoing((why) => {
    if (why instanceof NotEnough) return text[why.reason]
    return why instanceof Refusal ? text.badFile : undefined
  })
  return (
    <Dialog open onClose={onClose} title={text.appointTitle(person.alias)} alert>
      <p>{text.appointText}</p>
      <PersonWords person={person} />
      <div className={css['row']}>
        <FileTrigger
          allowsMultiple
          acceptedFileTypes={['text/plain']}
          onSelect={(chosen) => setFiles(chosen ? [...chosen] : [])}
        >
          <Button>
            <FileKey2 size={18} aria-hidden /> {text.choose}
          </Button>
        </FileTrigger>
        <span className={css['hint']}>{files.map(({ name }) => name).join(', ')}</span>
      </div>
      {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
      <DialogActions>
        <Button onPress={onClose}>{office.people.cancel}</Button>
        <Button
          look="main"
          isDisabled={files.length === 0}
          busy={doing.busy}
          onPress={() =>
            doing.run(async () => {
              const texts = await Promise.all(files.map((file) => file.text()))
              const holders = await Promise.all(texts.map(readRootFile))
              const reason = whyNotAppoint(directory, holders)
              if (reason) throw new NotEnough(reason)
              await appoint(door.ask, person, { directory, holders })
              await door.refresh()
              onClose()
            })
          }
        >
          {text.confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

class NotEnough extends Error {
  readonly reason: 'foreign_key' | 'too_few_keys'

  constructor(reason: 'foreign_key' | 'too_few_keys') {
    super(reason)
    this.reason = reason
  }
}
