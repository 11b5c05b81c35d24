import { Plus, X } from 'lucide-react'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Switch } from '../ui/switch.tsx'
import type { Draft } from './draft.ts'
import type { StepProps } from './line-assistant.tsx'
import css from './lines.module.css'
import { WordedFields } from './worded-fields.tsx'

const most = 8

export function BeforeStep({ draft, change }: StepProps) {
  const text = useText().lines.before
  const { triage } = draft
  const ask = (part: Partial<Draft['triage']>) => change({ triage: { ...triage, ...part } })
  return (
    <>
      <p className={css['hint']}>{text.text}</p>
      <Switch
        label={text.danger}
        hint={text.dangerHint}
        on={triage.danger}
        onChange={(danger) => ask({ danger })}
      />
      <Switch
        label={text.howBad}
        hint={text.howBadHint}
        on={triage.howBad}
        onChange={(howBad) => ask({ howBad })}
      />
      <fieldset className={css['set']}>
        <legend>{text.topics}</legend>
        {triage.about.map((topic, place) => (
          // By place: two topics may say the same while they are being written.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={place} className={css['form']}>
            <WordedFields
              label={text.topic(place + 1)}
              value={topic}
              onChange={(next) =>
                ask({ about: triage.about.map((one, at) => (at === place ? next : one)) })
              }
            />
            <div>
              <Button
                size="small"
                aria-label={`${text.remove}: ${text.topic(place + 1)}`}
                onPress={() => ask({ about: triage.about.filter((_, at) => at !== place) })}
              >
                <X size={16} aria-hidden /> {text.remove}
              </Button>
            </div>
          </div>
        ))}
        <div>
          <Button
            isDisabled={triage.about.length >= most}
            onPress={() => ask({ about: [...triage.about, { fr: '', en: '' }] })}
          >
            <Plus size={16} aria-hidden /> {text.addTopic}
          </Button>
        </div>
      </fieldset>
    </>
  )
}
