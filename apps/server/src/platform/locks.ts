/**
 * Every advisory lock of the product, so that no two mean different things by one number. They are
 * shared by all servers on one database.
 */
export const locks = {
  /** Makes the numbers of events follow the order of commits (`outbox.ts`). */
  orderOfCommit: 4_207_001,
  /** Makes the audit one chain (`audit.ts`). */
  audit: 4_207_002,
  /** Held for as long as it lives by the server that keeps the deadlines (`keeper.ts`). */
  keeper: 4_207_003,
} as const
