import { emergencyNumbersOf } from '@veilleuse/domain/emergency'
import { Plus, X } from 'lucide-react'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import type { Draft } from './draft.ts'
import type { StepProps } from './line-assistant.tsx'
import css from './lines.module.css'
import { WordedFields } from './worded-fields.tsx'

type Number = Draft['emergency'][number]

export function EmergencyStep({ draft, change }: StepProps) {
  const text = useText().lines.emergency
  const { country, emergency } = draft
  const put = (place: number, part: Partial<Number>) =>
    change({
      emergency: emergency.map((one, at) => (at === place ? { ...one, ...part } : one)),
    })
  return (
    <>
      <Select
        label={text.country}
        placeholder={country}
        value={country}
        options={Object.entries(text.countries).toSorted(([, a], [, b]) => a.localeCompare(b))}
        onChange={(next) =>
          // Numbers somebody has changed are theirs; those we proposed go with the country.
          change({
            country: next,
            ...(isProposed(emergency, country) && {
              emergency: emergencyNumbersOf(next).map((one) => ({ ...one })),
            }),
          })
        }
      />
      <p className={css['hint']}>
        {text.countryHint} {text.text}
      </p>
      {emergency.map((one, place) => (
        // By place: numbers change while they are being written.
        // oxlint-disable-next-line react/no-array-index-key
        <fieldset key={place} className={css['set']}>
          <legend>{text.number(place + 1)}</legend>
          <div className={css['short']}>
            <Field
              label={text.dialled}
              value={one.number}
              onChange={(number) => put(place, { number })}
              inputMode="tel"
              autoComplete="off"
            />
            <Field
              label={text.source}
              value={one.source}
              onChange={(source) => put(place, { source })}
              autoComplete="off"
            />
          </div>
          <WordedFields
            label={text.label}
            value={one.label}
            onChange={(label) => put(place, { label })}
          />
          <div>
            <Button
              size="small"
              aria-label={`${text.remove}: ${text.number(place + 1)}`}
              onPress={() => change({ emergency: emergency.filter((_, at) => at !== place) })}
            >
              <X size={16} aria-hidden /> {text.remove}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button
          onPress={() =>
            change({
              emergency: [...emergency, { number: '', label: { fr: '', en: '' }, source: '' }],
            })
          }
        >
          <Plus size={16} aria-hidden /> {text.add}
        </Button>
      </div>
    </>
  )
}

function isProposed(emergency: readonly Number[], country: string): boolean {
  return JSON.stringify(emergency) === JSON.stringify(emergencyNumbersOf(country))
}
