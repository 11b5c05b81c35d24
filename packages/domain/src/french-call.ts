import type { CountedEnding } from './contact.ts'
import type { ContactRecord } from './record.ts'

/**
 * The states a call ends in as the French child protection line 119 reports them to its funder
 * (SNATED yearly report; domain.md §2.2), each with the words of that report:
 *
 * - `abandon_avant_5_s`, `abandon_apres_5_s`: gone before anybody answered, told apart because
 *   within five seconds nobody could have;
 * - `dissuade`: asked to end, as it was outside the line's mission;
 * - `pre_traite`: answered, and nothing more;
 * - `traite`: answered, and led to immediate help or to information passed to the authority.
 */
export const frenchStates = [
  'abandon_avant_5_s',
  'abandon_apres_5_s',
  'dissuade',
  'pre_traite',
  'traite',
] as const
export type FrenchState = (typeof frenchStates)[number]

export type FrenchFacts = {
  readonly ending: CountedEnding
  readonly answered: boolean
  /** What the counsellor wrote down, when there is a record. */
  readonly record: Pick<ContactRecord, 'nature' | 'action'> | undefined
}

/** The one state a contact counts for. Lines that count as early what is not 5 s cannot use it. */
export function frenchState({ ending, answered, record }: FrenchFacts): FrenchState {
  if (!answered) return ending === 'abandoned_early' ? 'abandon_avant_5_s' : 'abandon_apres_5_s'
  if (isDissuaded(ending)) return 'dissuade'
  return record && isTreated(record) ? 'traite' : 'pre_traite'
}

/** Whether a contact with this record was «traité»: somebody was helped at once, or handed on. */
export function isTreated({ nature, action }: Pick<ContactRecord, 'nature' | 'action'>): boolean {
  const counselling = nature === 'counselling_self' || nature === 'counselling_about_someone'
  return counselling && action !== 'none'
}

function isDissuaded(ending: CountedEnding): boolean {
  switch (ending) {
    case 'out_of_scope':
    case 'prank':
    case 'wrong_number':
    case 'test':
    case 'abuse':
      return true
    case 'goodbye':
    case 'silence':
    case 'moved_channel':
    case 'escalated':
    case 'left':
    case 'left_early':
    case 'abandoned':
    case 'abandoned_early':
    case 'lost':
      return false
  }
}

export type FrenchSums = {
  readonly entrants: number
  readonly abandonsAvant5s: number
  readonly abandonsApres5s: number
  readonly dissuades: number
  /** Answered and not dissuaded, with those that were «traités». */
  readonly preTraites: number
  readonly traites: number
}

/**
 * The report's figures from what is counted: contacts by ending, who found the line closed or full,
 * and the records. Contacts and records are counted apart and never joined, so «traités» is their
 * sum and not a mark on each contact.
 */
export function frenchSums(
  contacts: readonly { ending: CountedEnding; answered: boolean; many: number }[],
  around: { refused: number; treated: number },
): FrenchSums {
  const sum = (state: FrenchState) =>
    contacts
      .filter((one) => frenchState({ ...one, record: undefined }) === state)
      .reduce((total, one) => total + one.many, 0)
  const came = contacts.reduce((total, one) => total + one.many, 0)
  return {
    entrants: came + around.refused,
    abandonsAvant5s: sum('abandon_avant_5_s'),
    abandonsApres5s: sum('abandon_apres_5_s'),
    dissuades: sum('dissuade'),
    preTraites: sum('pre_traite'),
    traites: around.treated,
  }
}
