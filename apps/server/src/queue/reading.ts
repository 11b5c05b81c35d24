import type { Place } from '@veilleuse/contract/visit'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { lineById } from '../line/store.ts'
import type { Db } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { makeShared } from '../platform/shared.ts'
import { type LineNow, placesOf } from './present.ts'
import { lineNow } from './line-store.ts'

/** A line as it was read once for all who asked, with everybody's place. */
export type Reading = {
  readonly at: LineNow
  placeOf(id: ConversationId): Place | undefined
}

type Inside = Pick<House, 'db' | 'clock'>

const readings = new WeakMap<Db, (line: LineId) => Promise<Reading | undefined>>()

/**
 * The line with all who wait, true at a moment after this call. Read once for everybody who asks at
 * about the same time: when thousands come at once each would otherwise read all the others.
 */
export function lineRead(house: Inside, line: LineId): Promise<Reading | undefined> {
  const { db, clock } = house
  let read = readings.get(db)
  if (!read) {
    read = makeShared(async (id: LineId) => {
      const row = await lineById(db, id)
      if (!row) return undefined
      const at = await lineNow(db, row, clock.now())
      return { at, placeOf: placesOf(at) }
    })
    readings.set(db, read)
  }
  return read(line)
}
