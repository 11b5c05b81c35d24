import { useEffect, useState, type ReactNode } from 'react'
import type { SessionDoor } from '../session/session.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import type { Desk } from './desk.ts'

type Leaving = { readonly leave: () => void; readonly question: ReactNode }

/** Signs out; while somebody is being talked to only after a question, and not without them. */
export function useLeaving(door: SessionDoor, desk: Desk | undefined): Leaving {
  const [asked, ask] = useState(false)
  useWarning(desk)
  return {
    leave: () => (openIn(desk) > 0 ? ask(true) : void door.signOut()),
    question: asked && desk && <Question door={door} desk={desk} onClose={() => ask(false)} />,
  }
}

type Props = { door: SessionDoor; desk: Desk; onClose: () => void }

function Question({ door, desk, onClose }: Props) {
  const text = useText().desk.leaving
  const leaving = useDoing()
  const [open] = useState(() => openIn(desk))
  return (
    <Dialog open onClose={onClose} title={text.title} alert>
      <p>{text.text(open)}</p>
      <p>{text.otherwise(open)}</p>
      {leaving.trouble && <Notice tone="grave">{leaving.trouble}</Notice>}
      <DialogActions>
        <Button
          busy={leaving.busy}
          onPress={() =>
            leaving.run(async () => {
              await desk.leaveSeat()
              await door.signOut()
            })
          }
        >
          {text.leave}
        </Button>
        <Button look="main" onPress={onClose}>
          {text.stay}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function openIn(desk: Desk | undefined): number {
  const held = desk?.state.now().picture.desk?.conversations ?? []
  return held.filter(({ state }) => state === 'open').length
}

/** A tab closed by accident: the browser asks, in its own words. */
function useWarning(desk: Desk | undefined) {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      // A desk the server turned away can only be loaded anew.
      const turnedAway = desk?.state.now().picture.connection === 'refused'
      if (openIn(desk) > 0 && !turnedAway) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [desk])
}
