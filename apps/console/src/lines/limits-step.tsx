import { anonymities } from '@veilleuse/domain/line'
import { en } from '../text/en.ts'
import { fr, type Text } from '../text/fr.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import type { Draft } from './draft.ts'
import type { StepProps } from './line-assistant.tsx'
import css from './lines.module.css'
import { WordedFields } from './worded-fields.tsx'

export function LimitsStep({ draft, change }: StepProps) {
  const text = useText().lines.limits
  return (
    <>
      <Choice
        label={text.anonymity}
        value={draft.anonymity}
        onChange={(anonymity) => change({ anonymity })}
        options={anonymities.map((id) => ({
          id,
          name: text.anonymities[id],
          hint: text.anonymityHints[id],
        }))}
      />
      <WordedFields
        label={text.rules}
        hint={text.rulesHint}
        rows={10}
        value={draft.rules}
        onChange={(rules) => change({ rules })}
      />
      <div className={css['ends']}>
        <Button
          onPress={() =>
            change({ rules: { fr: proposal(draft, 'fr', fr), en: proposal(draft, 'en', en) } })
          }
        >
          {text.propose}
        </Button>
      </div>
    </>
  )
}

/** What the answers amount to, in words for visitors; to be read and changed before it is saved. */
function proposal({ name, skill, anonymity }: Draft, language: 'fr' | 'en', { lines }: Text) {
  return lines.proposal({
    name: name[language],
    who: lines.support.skills[skill].toLowerCase(),
    confidential: anonymity === 'confidential',
  })
}
