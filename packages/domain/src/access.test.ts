import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { may, verbs, type Verb } from './access.ts'
import { roles, type Role } from './staff.ts'

// Written by hand and apart, so that giving somebody more is done on purpose and in two places.
const allowed: Record<Role, readonly Verb[]> = {
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

test('each role may do what is written for it, and nothing else', () => {
  for (const role of roles)
    deepEqual(
      verbs.filter((verb) => may(role, verb)),
      verbs.filter((verb) => allowed[role].includes(verb)),
      role,
    )
})

test('who runs the installation or plans the rota sees no conversation', () => {
  for (const role of ['coordinator', 'administrator'] as const) {
    equal(may(role, 'take_conversations'), false)
    equal(may(role, 'watch_queue'), false)
    equal(may(role, 'give_keys'), false)
  }
})

test('a verb that nobody has written down is allowed to nobody', () => {
  for (const role of roles) equal(may(role, 'read_conversations' as Verb), false)
})
