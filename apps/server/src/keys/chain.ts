import { equal } from '@veilleuse/sealing/bytes'
import { type Directory, verifyChain } from '@veilleuse/sealing/directory'
import { readStatement, type Statement } from '@veilleuse/sealing/statement'
import type { Tx } from '../platform/database.ts'
import { Problem } from '../platform/problem.ts'
import { orProblem } from '../platform/wire.ts'
import { lockDirectory, statements } from './store.ts'

/** A statement that the whole log, from the pinned root on, carries; and the log with it. */
export type Verified = { readonly statement: Statement; readonly directory: Directory }

/**
 * Locks the directory and checks that this statement is the next one, signed by whom it must be.
 * Throws `directory_changed` when somebody else was faster, `not_allowed` when the signature is not
 * that of an authority, `malformed` for all else. The whole log is checked again each time: changes
 * are rare, and a log altered in the database shows here.
 */
export async function verifyNext(tx: Tx, bytes: Uint8Array): Promise<Verified> {
  const statement = await orProblem(() => readStatement(bytes))
  const { root_fingerprint } = await lockDirectory(tx)
  if (!root_fingerprint) throw new Problem('malformed')
  const log = await statements(tx)
  const before = await verifyChain(log, root_fingerprint)
  const follows =
    statement.seq === before.head.seq + 1 && equal(statement.previous, before.head.hash)
  if (!follows) throw new Problem('directory_changed')
  const directory = await orProblem(() => verifyChain([...log, bytes], root_fingerprint), {
    not_genuine: 'not_allowed',
  })
  return { statement, directory }
}
