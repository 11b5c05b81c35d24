/**
 * The minimal record after a contact. Nature and reasons are the categories of Child Helpline
 * International's data framework as published in member helplines' forms (domain.md §2.3).
 */
export const natures = [
  'counselling_self',
  'counselling_about_someone',
  'silent',
  'prank',
  'wrong_number',
  'test',
  'abuse',
  'out_of_scope',
] as const
export type Nature = (typeof natures)[number]

/** Level 1 → level 2. Codes only; each language words them. */
export const reasons = {
  missing_children: ['abduction', 'lost', 'runaway', 'other'],
  violence: [
    'bullying',
    'forced_marriage',
    'child_labour',
    'sexual_exploitation_offline',
    'fgm',
    'gender_based_practices',
    'other_harmful_practices',
    'mental_emotional',
    'neglect',
    'online_sexual_abuse',
    'online_sexual_exploitation',
    'physical',
    'sexual',
    'other',
  ],
  mental_health: [
    'addiction',
    'behaviour',
    'concerns_about_self',
    'anger',
    'fear_anxiety',
    'mood',
    'neurodevelopmental',
    'eating',
    'self_harm',
    'suicidal_thoughts',
    'traumatic_distress',
    'other',
  ],
  physical_health: ['general', 'hiv', 'pregnancy', 'sexual_health', 'nutrition', 'other'],
  access_to_services: [
    'education',
    'essential_needs',
    'general_health',
    'legal',
    'mental_health',
    'sexual_health',
    'socio_economic',
    'other',
  ],
  discrimination: [
    'ethnicity_nationality',
    'financial',
    'gender',
    'gender_identity_orientation',
    'health',
    'beliefs',
    'other',
  ],
  family: ['adoption_fostering', 'caregiver', 'family_health', 'siblings', 'other'],
  peers: ['friends', 'partner', 'classmates', 'other'],
  education_work: ['academic', 'teacher_school', 'work', 'other'],
  sexuality: ['sexual_behaviours', 'orientation_identity', 'other'],
  non_counselling: [
    'complaint',
    'parents_questions',
    'about_helpline',
    'about_other_services',
    'thanks',
    'other',
  ],
} as const satisfies Record<string, readonly string[]>

export type ReasonClass = keyof typeof reasons

export const reasonClasses = [
  'missing_children',
  'violence',
  'mental_health',
  'physical_health',
  'access_to_services',
  'discrimination',
  'family',
  'peers',
  'education_work',
  'sexuality',
  'non_counselling',
] as const satisfies readonly ReasonClass[]

/** What was done, by the action list of the same framework. */
export const actions = [
  'listening',
  'information',
  'referred_child_protection',
  'referred_health',
  'referred_mental_health',
  'referred_police',
  'referred_school',
  'referred_other',
  'emergency',
  'none',
] as const
export type Action = (typeof actions)[number]

export type ContactRecord = {
  readonly nature: Nature
  readonly reason: { readonly class: ReasonClass; readonly detail: string } | undefined
  readonly action: Action
}

/** Why this record cannot be kept; undefined when it can. */
export function whyNotRecord(record: ContactRecord) {
  const { nature, reason } = record
  const counselling = nature === 'counselling_self' || nature === 'counselling_about_someone'
  if (counselling && !reason) return 'reason_missing'
  if (reason && !isReason(reason.class, reason.detail)) return 'malformed'
  return undefined
}

export function isReason(reasonClass: ReasonClass, detail: string): boolean {
  const details: readonly string[] = reasons[reasonClass]
  return details.includes(detail)
}
