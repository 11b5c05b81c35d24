import type { Place } from '@veilleuse/contract/visit'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { lineById } from '../line/store.ts'
import type { Db } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import type { Boards } from './boards.ts'
import { lineNow } from './line-store.ts'
import { type LineNow, placesOf } from './present.ts'

/** A line as it is now, with everybody's place. */
export type Reading = {
  readonly at: LineNow
  placeOf(id: ConversationId): Place | undefined
}

type Inside = Pick<House, 'db' | 'clock'>

const boardsOn = new WeakMap<Db, Boards>()

/** From now on what is read of lines comes from these boards; gives how to end that. */
export function readFrom(db: Db, boards: Boards): () => void {
  boardsOn.set(db, boards)
  return () => {
    if (boardsOn.get(db) === boards) boardsOn.delete(db)
  }
}

/**
 * The line with all who wait, true at a moment after this call: from this server's board, or from the
 * database where there is none. `about` must have its place in it, if it waits.
 */
export async function lineRead(
  { db, clock }: Inside,
  line: LineId,
  about?: ConversationId,
): Promise<Reading | undefined> {
  const boards = boardsOn.get(db)
  if (!boards) {
    const row = await lineById(db, line)
    if (!row) return undefined
    const at = await lineNow(db, row, clock.now())
    return { at, placeOf: placesOf(at) }
  }
  // A page that was silent has just come back.
  if (about && boards.board(line)?.waits(about)?.present === false) boards.look(about)
  await boards.settle([line])
  if (about && boards.board(line)?.waits(about) === undefined) {
    boards.look(about)
    await boards.settle([line])
  }
  const board = boards.board(line)
  return board && { at: board.at(clock.now()), placeOf: (id) => board.placeOf(id) }
}
