import { sql } from 'kysely'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import type { Db, Tx } from '../platform/database.ts'
import type { EpochKeyKind, StatementType } from '../platform/tables-people.ts'

/**
 * Locks the helpline's one row, so that statements are appended one after another: of two that
 * follow the same head, the second finds another head. Taken before any other lock.
 */
export function lockDirectory(tx: Tx) {
  return tx
    .selectFrom('helpline')
    .select(['instance', 'root_fingerprint'])
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function pinRoot(tx: Tx, fingerprint: Buffer): Promise<void> {
  await tx.updateTable('helpline').set({ root_fingerprint: fingerprint }).execute()
}

/** The signed log, byte for byte, from the root on. */
export async function statements(db: Db | Tx): Promise<Buffer[]> {
  const rows = await db.selectFrom('directory_statement').select('body').orderBy('seq').execute()
  return rows.map((row) => row.body)
}

export async function saveStatement(
  tx: Tx,
  statement: {
    readonly seq: number
    readonly type: StatementType
    readonly body: Buffer
    readonly at: Date
  },
): Promise<void> {
  await tx.insertInto('directory_statement').values(statement).execute()
}

export async function enterDirectory(tx: Tx, staff: StaffId): Promise<void> {
  await tx.updateTable('staff').set({ state: 'in_directory' }).where('id', '=', staff).execute()
}

/** An epoch as the server may know it: public halves and days. */
export type EpochRow = {
  readonly number: number
  readonly statementSeq: number
  readonly intakePublic: Buffer
  readonly archivePublic: Buffer
  readonly voicePublic: Buffer
  readonly validFrom: Date
  readonly validTo: Date
  readonly rotationDueAt: Date | undefined
}

/** The keys visitors seal to now: the newest epoch that has begun and has not ended. */
export async function currentEpochOf(
  db: Db | Tx,
  line: LineId,
  now: Date,
): Promise<EpochRow | undefined> {
  const row = await epochs(db, line)
    .where('valid_from', '<=', now)
    .where('valid_to', '>', now)
    .executeTakeFirst()
  return row && epochOf(row)
}

/**
 * Whether an opening sealed to this epoch may still come in: the newest one always; an older one
 * while it lasts, for a page that read the keys a moment ago, unless it was replaced because
 * somebody left.
 */
export async function mayBeSealedTo(
  db: Db | Tx,
  { line, number, now }: { line: LineId; number: number; now: Date },
): Promise<boolean> {
  const newest = await currentEpochOf(db, line, now)
  if (number === newest?.number) return true
  const older = await epochOfNumber(db, line, number)
  return (
    older !== undefined && older.validFrom <= now && older.validTo > now && !older.rotationDueAt
  )
}

/** An epoch by its number, ended or not; for conversations that began in it. */
export async function epochOfNumber(
  db: Db | Tx,
  line: LineId,
  number: number,
): Promise<EpochRow | undefined> {
  const row = await epochs(db, line).where('number', '=', number).executeTakeFirst()
  return row && epochOf(row)
}

export async function newestEpochOf(db: Db | Tx, line: LineId): Promise<EpochRow | undefined> {
  const row = await epochs(db, line).executeTakeFirst()
  return row && epochOf(row)
}

export async function saveEpoch(
  tx: Tx,
  line: LineId,
  epoch: Omit<EpochRow, 'rotationDueAt'>,
): Promise<void> {
  await tx
    .insertInto('epoch')
    .values({
      line_id: line,
      number: epoch.number,
      statement_seq: epoch.statementSeq,
      intake_public: epoch.intakePublic,
      archive_public: epoch.archivePublic,
      voice_public: epoch.voicePublic,
      valid_from: epoch.validFrom,
      valid_to: epoch.validTo,
      rotation_due_at: null,
    })
    .execute()
}

export type SealedKey = {
  readonly epoch: number
  readonly kind: EpochKeyKind
  readonly staff: StaffId
  readonly sealed: Buffer
}

/** What somebody has already been given stays as it is: nobody can spoil a colleague's copy. */
export async function saveKeys(tx: Tx, line: LineId, keys: readonly SealedKey[]): Promise<void> {
  if (keys.length === 0) return
  await tx
    .insertInto('epoch_key')
    .values(
      keys.map(({ epoch, kind, staff, sealed }) => ({
        line_id: line,
        epoch,
        kind,
        staff_id: staff,
        sealed,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Every key sealed to this person, of all lines, the newest epoch of each first. */
export function keysOf(db: Db | Tx, staff: StaffId) {
  return db
    .selectFrom('epoch_key')
    .innerJoin('epoch', (join) =>
      join
        .onRef('epoch.line_id', '=', 'epoch_key.line_id')
        .onRef('epoch.number', '=', 'epoch_key.epoch'),
    )
    .select(['epoch_key.line_id', 'epoch_key.epoch', 'epoch_key.kind'])
    .select(['epoch_key.sealed', 'epoch.valid_to'])
    .where('epoch_key.staff_id', '=', staff)
    .orderBy('epoch_key.epoch', 'desc')
    .orderBy('epoch_key.kind')
    .execute()
}

/** Whether this person can open what visitors of any of these lines seal now. Without it, no seat. */
export async function holdsAnyIntakeKey(
  db: Db | Tx,
  { lines, staff, now }: { lines: readonly LineId[]; staff: StaffId; now: Date },
): Promise<boolean> {
  for (const line of lines) {
    const epoch = await currentEpochOf(db, line, now)
    if (epoch && (await intakeHolders(db, { line, epoch: epoch.number })).has(staff)) return true
  }
  return false
}

/** Of each line, who holds the intake key of its newest epoch. */
export async function holders(db: Db | Tx): Promise<ReadonlyMap<LineId, ReadonlySet<StaffId>>> {
  const rows = await db
    .selectFrom('epoch_key as k')
    .select(['k.line_id', 'k.staff_id'])
    .where('k.kind', '=', 'intake')
    .where('k.epoch', '=', (eb) =>
      eb
        .selectFrom('epoch')
        .select((e) => e.fn.max('number').as('newest'))
        .whereRef('epoch.line_id', '=', 'k.line_id'),
    )
    .execute()
  const found = new Map<LineId, Set<StaffId>>()
  for (const { line_id: line, staff_id: staff } of rows)
    found.set(line, (found.get(line) ?? new Set()).add(staff))
  return found
}

async function intakeHolders(
  db: Db | Tx,
  { line, epoch }: { line: LineId; epoch: number },
): Promise<ReadonlySet<StaffId>> {
  const rows = await db
    .selectFrom('epoch_key')
    .select('staff_id')
    .where('line_id', '=', line)
    .where('epoch', '=', epoch)
    .where('kind', '=', 'intake')
    .execute()
  return new Set(rows.map((row) => row.staff_id))
}

/**
 * Takes from a person every sealed key of these lines, or of all when they are not named; epochs
 * they held that go on become due for rotation.
 */
export async function dropKeysOf(
  tx: Tx,
  { staff, lines: of, now }: { staff: StaffId; lines?: readonly LineId[]; now: Date },
): Promise<void> {
  const held = await tx
    .deleteFrom('epoch_key')
    .where('staff_id', '=', staff)
    .$if(of !== undefined, (query) => query.where('line_id', 'in', of ?? []))
    .returning(['line_id', 'epoch'])
    .execute()
  const lines = [...new Set(held.map((key) => key.line_id))]
  if (lines.length === 0) return
  await tx
    .updateTable('epoch')
    .set({ rotation_due_at: now })
    .where('line_id', 'in', lines)
    .where('number', 'in', [...new Set(held.map((key) => key.epoch))])
    .where('valid_to', '>', now)
    .execute()
}

/**
 * Destroys the copies of intake keys that nothing refers to any more, a day after their epoch has
 * ended: no conversation of it is under way, and no wrap waits to be re-sealed to the archive. From
 * then on, what was sealed to it and not re-sealed can be opened by nobody, whoever is robbed.
 */
export async function dropSpentIntakeKeys(db: Db, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  await sql`
    delete from epoch_key using epoch
    where epoch_key.kind = 'intake'
      and epoch.line_id = epoch_key.line_id and epoch.number = epoch_key.epoch
      and epoch.valid_to <= ${dayAgo}
      and not exists (
        select from conversation
        where conversation.line_id = epoch.line_id and conversation.epoch = epoch.number
          and conversation.state <> 'closed' and conversation.erased_at is null)
      and not exists (
        select from conversation_key
        join conversation on conversation.id = conversation_key.conversation_id
        where conversation.line_id = epoch.line_id and conversation_key.epoch = epoch.number
          and conversation_key.sealed_to = 'intake')`.execute(db)
}

function epochs(db: Db | Tx, line: LineId) {
  return db
    .selectFrom('epoch')
    .select(['number', 'statement_seq', 'intake_public', 'archive_public', 'voice_public'])
    .select(['valid_from', 'valid_to', 'rotation_due_at'])
    .where('line_id', '=', line)
    .orderBy('number', 'desc')
    .limit(1)
}

type Row = Awaited<ReturnType<ReturnType<typeof epochs>['executeTakeFirstOrThrow']>>

function epochOf(row: Row): EpochRow {
  return {
    number: row.number,
    statementSeq: row.statement_seq,
    intakePublic: row.intake_public,
    archivePublic: row.archive_public,
    voicePublic: row.voice_public,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    rotationDueAt: row.rotation_due_at ?? undefined,
  }
}
