import { useText } from '../text/text.tsx'
import { Field } from '../ui/field.tsx'
import { slugFrom } from './draft.ts'
import type { StepProps } from './line-assistant.tsx'
import { WordedFields } from './worded-fields.tsx'

export function PurposeStep({ draft, change, isNew }: StepProps) {
  const text = useText().lines.purpose
  return (
    <>
      <WordedFields
        label={text.name}
        hint={text.nameHint}
        value={draft.name}
        autoFocus
        onChange={(name) => {
          // Follows the name until somebody writes one of their own.
          const follows = isNew && draft.slug === slugFrom(draft.name.fr)
          change({ name, ...(follows && { slug: slugFrom(name.fr) }) })
        }}
      />
      <Field
        label={text.slug}
        hint={text.slugHint}
        value={draft.slug}
        onChange={(slug) => change({ slug: slug.toLowerCase() })}
        isDisabled={!isNew}
        autoComplete="off"
      />
      <WordedFields
        label={text.purpose}
        hint={text.purposeHint}
        rows={3}
        value={draft.purpose}
        onChange={(purpose) => change({ purpose })}
      />
    </>
  )
}
