import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import type { ProblemCode } from '@veilleuse/contract/problems'
import { Refusal, type RefusalCode } from '@veilleuse/sealing/refusal'
import { Problem } from './problem.ts'

/** Bytes out of a contract's base64url. Throws `malformed` for a second spelling of the same. */
export function fromWire(text: string): Buffer {
  try {
    return Buffer.from(fromBase64url(text))
  } catch (error) {
    throw asProblem(error)
  }
}

export function toWire(bytes: Uint8Array): string {
  return toBase64url(bytes)
}

/** Runs a check of `sealing`; what it turns away becomes a refusal of the contract. */
export async function orProblem<T>(
  work: () => Promise<T>,
  codes: Partial<Record<RefusalCode, ProblemCode>> = {},
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asProblem(error, codes)
  }
}

function asProblem(error: unknown, codes: Partial<Record<RefusalCode, ProblemCode>> = {}) {
  return error instanceof Refusal ? new Problem(codes[error.code] ?? 'malformed') : error
}
