/** How long before the end new keys are asked for: a weekend without an authority must fit in. */
export const rotationAhead = { days: 2 }

export type RotationDue = 'none' | 'ending' | 'departure'

/** Why new keys of a line are due; undefined while they are not. */
export function rotationDue(
  newest: { readonly validTo: Date; readonly rotationDueAt: Date | undefined } | undefined,
  now: Date,
): RotationDue | undefined {
  if (!newest || newest.validTo <= now) return 'none'
  if (newest.rotationDueAt) return 'departure'
  const left = newest.validTo.getTime() - now.getTime()
  return left < rotationAhead.days * 86_400_000 ? 'ending' : undefined
}
