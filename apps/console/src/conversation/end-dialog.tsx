import type { DeskConversation } from '@veilleuse/contract/desk'
import { counsellorEndings, type CounsellorEnding } from '@veilleuse/domain/conversation'
import { longestMessage, toSay } from '@veilleuse/domain/words'
import { useState } from 'react'
import type { Desk } from '../desk/desk.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'

type Props = { desk: Desk; conversation: DeskConversation; onClose: () => void }

/** Ends a conversation, with a reason and perhaps a few words to take along. Never by one key. */
export function EndDialog({ desk, conversation, onClose }: Props) {
  const { ending: text, composer } = useText().desk
  const [ending, choose] = useState<CounsellorEnding>()
  const [summary, write] = useState('')
  const doing = useDoing()
  const tooLong = summary.trim().length - longestMessage
  const { id, risk } = conversation
  const meets = ending === 'goodbye' || ending === 'out_of_scope' || ending === undefined
  return (
    <Dialog open onClose={onClose} title={text.title} alert>
      <p>{text.text}</p>
      {risk !== 'none' && <Notice tone="lamp">{text.riskWarning}</Notice>}
      <Choice
        label={text.reason}
        columns={2}
        value={ending}
        onChange={choose}
        options={counsellorEndings.map((one) => ({ id: one, name: text.reasons[one] }))}
      />
      {meets && (
        <Field
          label={text.summary}
          hint={text.summaryHint}
          rows={3}
          value={summary}
          onChange={write}
          trouble={tooLong > 0 ? composer.tooLong(tooLong) : undefined}
        />
      )}
      {doing.trouble && <Notice tone="grave">{doing.trouble}</Notice>}
      <DialogActions>
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button
          look="main"
          isDisabled={!ending || (meets && tooLong > 0)}
          busy={doing.busy}
          onPress={() =>
            doing.run(async () => {
              if (!ending) return
              await desk.end(id, ending, (meets && toSay(summary)) || '')
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
