import type { LineId } from '@veilleuse/domain/ids'
import { skills } from '@veilleuse/domain/line'
import {
  silenceParts,
  slowSilence,
  usualSilence,
  type SilenceTerms,
} from '@veilleuse/domain/silence'
import { useText } from '../text/text.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import type { StepProps } from './line-assistant.tsx'
import css from './lines.module.css'

const silencePaces = { usual: usualSilence, slow: slowSilence }

/** Which of the two it is; neither, when somebody has set other minutes by other means. */
function paceOf(silence: SilenceTerms = usualSilence): keyof typeof silencePaces | undefined {
  const is = (terms: SilenceTerms) => silenceParts.every((part) => terms[part] === silence[part])
  if (is(usualSilence)) return 'usual'
  return is(slowSilence) ? 'slow' : undefined
}

export function SupportStep({ draft, change, others }: StepProps) {
  const text = useText().lines.support
  const [{ language }] = useSettings()
  return (
    <>
      <Choice
        label={text.skill}
        value={draft.skill}
        onChange={(skill) => change({ skill })}
        options={skills.map((id) => ({ id, name: text.skills[id] }))}
      />
      <div className={css['pair']}>
        <Field
          label={text.promised}
          hint={text.promisedHint}
          value={draft.promisedMinutes}
          onChange={(promisedMinutes) => change({ promisedMinutes })}
          inputMode="numeric"
          autoComplete="off"
        />
        <Field
          label={text.most}
          hint={text.mostHint}
          value={draft.mostWaiting}
          onChange={(mostWaiting) => change({ mostWaiting })}
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
      <Choice
        label={text.silence}
        value={paceOf(draft.silence)}
        onChange={(pace) => change({ silence: silencePaces[pace] })}
        options={(['usual', 'slow'] as const).map((id) => ({
          id,
          name: text.silences[id],
          hint: text.silenceHints[id],
        }))}
      />
      {others.length > 0 && (
        <Select<LineId | 'none'>
          label={text.overflow}
          placeholder={text.overflowNone}
          value={draft.overflow ?? 'none'}
          options={[
            ['none', text.overflowNone],
            ...others.map(({ id, settings }) => [id, settings.name[language]] as const),
          ]}
          onChange={(chosen) => change({ overflow: chosen === 'none' ? undefined : chosen })}
        />
      )}
    </>
  )
}
