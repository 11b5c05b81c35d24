/** How much danger a person of the team sees. Set by a person, never by a program. */
export const risks = ['none', 'low', 'medium', 'high', 'imminent'] as const
export type Risk = (typeof risks)[number]

/** At this risk the counsellor stays with one visitor alone. */
export function needsFullAttention(risk: Risk): boolean {
  return risk === 'high' || risk === 'imminent'
}
