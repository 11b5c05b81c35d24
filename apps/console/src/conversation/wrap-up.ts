import type { Ending } from '@veilleuse/domain/conversation'
import {
  reasons,
  whyNotRecord,
  type Action,
  type ContactRecord,
  type Nature,
  type ReasonClass,
} from '@veilleuse/domain/record'

/** The record while it is being written: what has not been chosen yet is absent. */
export type WrapUp = {
  readonly nature: Nature | undefined
  readonly reasonClass: ReasonClass | undefined
  readonly detail: string | undefined
  readonly action: Action | undefined
}

/** How the talk ended already says most of it where it was no counselling. */
export function wrapUpAfter(ending: Ending | undefined): WrapUp {
  const nature = natureOf(ending)
  const action = nature ? ('none' as const) : undefined
  return { nature, reasonClass: undefined, detail: undefined, action }
}

/** Another reason asks for its detail anew; what is not counselling has no reason at all. */
export function change(before: WrapUp, now: Partial<WrapUp>): WrapUp {
  const next = { ...before, ...now }
  if ('nature' in now && !needsReason(next.nature))
    return { ...next, reasonClass: undefined, detail: undefined }
  return 'reasonClass' in now ? { ...next, detail: undefined } : next
}

export function needsReason(nature: Nature | undefined): boolean {
  return nature === 'counselling_self' || nature === 'counselling_about_someone'
}

export function detailsOf(reasonClass: ReasonClass): readonly string[] {
  return reasons[reasonClass]
}

export type WhyNotClose = 'nature_missing' | 'reason_missing' | 'detail_missing' | 'action_missing'

/** Why the record cannot be kept yet; undefined when it can. One thing at a time, in their order. */
export function whyNotClose(wrapUp: WrapUp): WhyNotClose | undefined {
  const { nature, reasonClass, detail, action } = wrapUp
  if (!nature) return 'nature_missing'
  if (needsReason(nature) && !reasonClass) return 'reason_missing'
  if (reasonClass && !detail) return 'detail_missing'
  if (!action) return 'action_missing'
  return undefined
}

/** The record to keep; undefined while something is missing. */
export function recordOf(wrapUp: WrapUp): ContactRecord | undefined {
  const { nature, reasonClass, detail, action } = wrapUp
  if (whyNotClose(wrapUp) || !nature || !action) return undefined
  const reason = reasonClass && detail ? { class: reasonClass, detail } : undefined
  const record = { nature, reason, action }
  return whyNotRecord(record) ? undefined : record
}

function natureOf(ending: Ending | undefined): Nature | undefined {
  switch (ending) {
    case 'prank':
    case 'wrong_number':
    case 'test':
    case 'abuse':
    case 'out_of_scope':
      return ending
    // Somebody who fell silent or left may have said a lot before: the counsellor knows.
    case 'silence':
    case 'moved_channel':
    case 'escalated':
    case 'goodbye':
    case 'left':
    case 'abandoned':
    case 'lost':
    case undefined:
      return undefined
  }
}
