import type { Role } from './staff.ts'

/** What a person of the team may do. Each desk endpoint names one of these. */
export const verbs = [
  'see_own_page',
  'take_conversations',
  'watch_queue',
  'watch_board',
  'invite_people',
  'give_keys',
  'configure_lines',
  'read_audit',
  'see_rota',
  'plan_rota',
  'take_shifts',
] as const
export type Verb = (typeof verbs)[number]

// Closed by default: what is not written here is not allowed.
const allowed: Readonly<Record<Role, readonly Verb[]>> = {
  counsellor: ['see_own_page', 'take_conversations', 'watch_queue', 'see_rota', 'take_shifts'],
  supervisor: [
    'see_own_page',
    'take_conversations',
    'watch_queue',
    'watch_board',
    'give_keys',
    'read_audit',
    'see_rota',
    'take_shifts',
  ],
  coordinator: ['see_own_page', 'watch_board', 'see_rota', 'plan_rota'],
  administrator: [
    'see_own_page',
    'invite_people',
    'configure_lines',
    'read_audit',
    'see_rota',
    'plan_rota',
  ],
}

/** Whether this role is told on the board who of the team does what: those who lead the shift. */
export function seesNames(role: Role): boolean {
  return may(role, 'watch_board') && may(role, 'watch_queue')
}

/** Whether this role may do this. Administrators and coordinators see no conversation, by design. */
export function may(role: Role, verb: Verb): boolean {
  return allowed[role].includes(verb)
}
