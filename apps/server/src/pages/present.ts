import type { LineStatus } from '@veilleuse/contract/visit'
import type { helplineOf, LineRow } from '../line/store.ts'

type HelplineRow = NonNullable<Awaited<ReturnType<typeof helplineOf>>>

/** The helpline as its page names it. */
export function helplineForPage({ name, instance, root_fingerprint }: HelplineRow) {
  return {
    name,
    instance: instance.toString('base64url'),
    ...(root_fingerprint && { rootFingerprint: root_fingerprint.toString('base64url') }),
  }
}

/** What the page of a line tells of it, beside its state. */
export function lineForPage(line: LineRow, rules: { readonly text: unknown } | undefined) {
  return {
    line: line.slug,
    rulesVersion: line.rules_version,
    emergency: line.emergency.map(({ number, label, by }) => ({
      number,
      label,
      ...(by && { by }),
    })),
    triage: line.triage,
    purpose: line.purpose,
    ...(rules && { rules: rules.text }),
  }
}

/** Another line, on the page of this one. */
export function otherForPage({ slug, name, purpose }: LineRow, state: LineStatus['state']) {
  return { slug, name, purpose, state }
}
