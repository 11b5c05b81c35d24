import type { LineId, StaffId } from './ids.ts'

/** The roles of `access.ts`. A person has exactly one. */
export const roles = ['counsellor', 'supervisor', 'coordinator', 'administrator'] as const
export type Role = (typeof roles)[number]

export type Staff = {
  readonly id: StaffId
  /** What visitors see. Never a real name. */
  readonly alias: string
  readonly role: Role
  readonly line: LineId
}
