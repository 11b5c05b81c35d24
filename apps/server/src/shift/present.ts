import { asHours, type RotaLine, type ShiftView } from '@veilleuse/contract/shift'
import type { Hours } from '@veilleuse/domain/hours'
import type { LineId, ShiftId, StaffId } from '@veilleuse/domain/ids'
import type { Worded } from '@veilleuse/domain/language'

/** A line as its rota is headed. */
export function lineForRota(line: { id: LineId; name: Worded; hours: Hours }): RotaLine {
  return { id: line.id, name: { ...line.name }, hours: asHours(line.hours) }
}

export function shiftForDesk(row: {
  id: ShiftId
  from_at: Date
  to_at: Date
  staff_id: StaffId | null
  alias: string | null
}): ShiftView {
  const { staff_id: id, alias } = row
  return {
    id: row.id,
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    ...(id !== null && alias !== null && { person: { id, alias } }),
  }
}
