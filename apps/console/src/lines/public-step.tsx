import { languages } from '@veilleuse/domain/language'
import { useText } from '../text/text.tsx'
import { Checks } from '../ui/checks.tsx'
import { Field } from '../ui/field.tsx'
import type { StepProps } from './line-assistant.tsx'
import css from './lines.module.css'
import { WordedFields } from './worded-fields.tsx'

export function PublicStep({ draft, change }: StepProps) {
  const all = useText()
  const text = all.lines.public
  return (
    <>
      <WordedFields
        label={text.audience}
        value={draft.audience}
        onChange={(audience) => change({ audience })}
      />
      <div className={css['short']}>
        <Field
          label={text.ageFrom}
          hint={text.agesHint}
          value={draft.ageFrom}
          onChange={(ageFrom) => change({ ageFrom })}
          inputMode="numeric"
          autoComplete="off"
        />
        <Field
          label={text.ageTo}
          value={draft.ageTo}
          onChange={(ageTo) => change({ ageTo })}
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
      <Checks
        label={text.languages}
        values={draft.languages}
        options={languages.map((id) => ({ id, name: all.desk.conversation.languages[id] }))}
        onChange={(spoken) => change({ languages: [...spoken] })}
      />
    </>
  )
}
