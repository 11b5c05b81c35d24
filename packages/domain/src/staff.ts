/** The roles of `access.ts`. A person has exactly one. */
export const roles = ['counsellor', 'supervisor', 'coordinator', 'administrator'] as const
export type Role = (typeof roles)[number]
