import type { DeskConversation } from '@veilleuse/contract/desk'
import { actions, natures, reasons, type ReasonClass } from '@veilleuse/domain/record'
import { useState } from 'react'
import type { Desk } from '../desk/desk.ts'
import type { Text } from '../text/fr.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './wrap-up-form.module.css'
import { change, detailsOf, needsReason, recordOf, whyNotClose, wrapUpAfter } from './wrap-up.ts'

type Props = { desk: Desk; conversation: DeskConversation; place: number }

/** What remains of a contact: three choices, no name, no free text. Then the seat is free again. */
export function WrapUpForm({ desk, conversation, place }: Props) {
  const { desk: words, record } = useText()
  const text = words.wrapUp
  const [wrapUp, set] = useState(() => wrapUpAfter(conversation.ending?.why))
  const closing = useDoing()
  const why = whyNotClose(wrapUp)
  const kept = recordOf(wrapUp)
  const { nature, reasonClass, detail, action } = wrapUp
  return (
    <section className={css['form']} data-wrap-up aria-label={`${text.title} (${place})`}>
      <div>
        <h3 className={css['title']}>{text.title}</h3>
        <p className={css['hint']}>{text.text}</p>
      </div>
      <div className={css['fields']}>
        <Select
          label={text.nature}
          placeholder={text.choose}
          value={nature}
          options={natures.map((one) => [one, record.natures[one]] as const)}
          onChange={(next) => set(change(wrapUp, { nature: next }))}
        />
        {needsReason(nature) && (
          <Select
            label={text.reason}
            placeholder={text.choose}
            value={reasonClass}
            options={classes.map((one) => [one, record.reasons[one]] as const)}
            onChange={(next) => set(change(wrapUp, { reasonClass: next }))}
          />
        )}
        {reasonClass && (
          <Select
            label={text.detail}
            placeholder={text.choose}
            value={detail}
            options={detailsOf(reasonClass).map(
              (one) => [one, detailName(record, reasonClass, one)] as const,
            )}
            onChange={(next) => set(change(wrapUp, { detail: next }))}
          />
        )}
        <Select
          label={text.action}
          placeholder={text.choose}
          value={action}
          options={actions.map((one) => [one, record.actions[one]] as const)}
          onChange={(next) => set(change(wrapUp, { action: next }))}
        />
      </div>
      {closing.trouble && <Notice tone="grave">{closing.trouble}</Notice>}
      <div className={css['actions']}>
        <p className={css['hint']} role="status">
          {why ? text.missing[why] : text.hard}
        </p>
        <Button
          look="main"
          isDisabled={!kept}
          busy={closing.busy}
          onPress={() =>
            closing.run(async () => {
              if (kept) await desk.close(conversation.id, kept)
            })
          }
        >
          {text.confirm}
        </Button>
      </div>
    </section>
  )
}

const classes = Object.keys(reasons) as ReasonClass[]

function detailName(record: Text['record'], reasonClass: ReasonClass, detail: string): string {
  const names: Readonly<Record<string, string>> = record.details[reasonClass]
  return names[detail] ?? detail
}
