import * as contract from '@veilleuse/contract/line'
import type { Line } from '@veilleuse/contract/line'
import { useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import css from '../office/office.module.css'
import type { OfficeProps } from '../office/office.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import { BeforeStep } from './before-step.tsx'
import { draftOf, faultsAt, freshDraft, settingsOf, steps, type Draft } from './draft.ts'
import { EmergencyStep } from './emergency-step.tsx'
import { LimitsStep } from './limits-step.tsx'
import own from './lines.module.css'
import { PublicStep } from './public-step.tsx'
import { PurposeStep } from './purpose-step.tsx'
import { SupportStep } from './support-step.tsx'

export type StepProps = {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly isNew: boolean
  readonly others: readonly Line[]
}

const parts = {
  purpose: PurposeStep,
  public: PublicStep,
  support: SupportStep,
  limits: LimitsStep,
  before: BeforeStep,
  emergency: EmergencyStep,
}

type Props = Pick<OfficeProps, 'door'> & {
  /** The line to be changed; a new one when absent. */
  line: Line | undefined
  others: readonly Line[]
  onSaved: () => void
  onLeave: () => void
}

/** Sets up a line by one question after another; every one can be gone back to. */
export function LineAssistant({ door, line, others, onSaved, onLeave }: Props) {
  const text = useText().lines
  const [draft, setDraft] = useState(() => (line ? draftOf(line) : freshDraft()))
  const [at, go] = useState(0)
  const saving = useDoing()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [at])
  const step = steps[at] ?? 'purpose'
  const { settings, faults } = settingsOf(draft)
  const here = faultsAt(step, faults)
  const Part = parts[step]
  const last = at === steps.length - 1

  const save = () =>
    saving.run(async () => {
      if (!settings || faults.length > 0) return
      const { slug, rules } = draft
      const { id } = line
        ? await door.ask(contract.saveLine, { params: { id: line.id }, body: { settings } })
        : await door.ask(contract.makeLine, { body: { slug, settings } })
      const before = line?.rules?.text ?? { fr: '', en: '' }
      const changed = rules.fr.trim() !== before.fr || rules.en.trim() !== before.en
      if (changed && rules.fr.trim() !== '')
        await door.ask(contract.setRules, { params: { id }, body: { text: rules } })
      onSaved()
    })

  return (
    <section className={css['part']} aria-labelledby="line-step">
      <p className={css['hint']}>
        {text.asks} · {text.step(at + 1, steps.length)}
      </p>
      <ol className={own['steps']}>
        {steps.map((one, place) => (
          <li key={one}>
            <Button
              size="small"
              look={place === at ? 'main' : 'plain'}
              aria-current={place === at ? 'step' : false}
              onPress={() => go(place)}
            >
              {text.steps[one]}
            </Button>
          </li>
        ))}
      </ol>
      <h2 id="line-step" ref={title} tabIndex={-1}>
        {text.steps[step]}
      </h2>
      <Form
        className={own['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          if (last) save()
          else go(at + 1)
        }}
      >
        <Part
          draft={draft}
          change={(part) => setDraft((now) => ({ ...now, ...part }))}
          isNew={line === undefined}
          others={others}
        />
        {here.map((fault) => (
          <Notice key={fault} tone="lamp">
            {text.faults[fault]}
          </Notice>
        ))}
        {saving.trouble && <Notice tone="grave">{saving.trouble}</Notice>}
        <div className={own['ends']}>
          <Button onPress={at > 0 ? () => go(at - 1) : onLeave}>
            {at > 0 ? text.back : text.leave}
          </Button>
          <span className={css['row']}>
            {!last && <Button type="submit">{text.next}</Button>}
            <Button
              look="main"
              isDisabled={!settings || faults.length > 0}
              busy={saving.busy}
              onPress={save}
            >
              {text.save}
            </Button>
          </span>
        </div>
      </Form>
    </section>
  )
}
