import type { Person } from '@veilleuse/contract/account'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { toWire } from '../platform/wire.ts'
import type { PersonRow } from './store.ts'

/** A person as those see them who invite people or give them keys. No login: it is half a proof. */
export function forTeam(
  row: PersonRow,
  holders: ReadonlyMap<LineId, ReadonlySet<StaffId>>,
): Person {
  return {
    id: row.id,
    alias: row.alias,
    role: row.role,
    state: row.state,
    ...(row.signature_key && { signatureKey: toWire(row.signature_key) }),
    ...(row.box_key && { boxKey: toWire(row.box_key) }),
    lines: row.lines.map((id) => ({ id, hasKeys: holders.get(id)?.has(row.id) ?? false })),
    languages: [...row.languages],
  }
}
