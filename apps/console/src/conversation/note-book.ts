import * as desk from '@veilleuse/contract/desk'
import type { Note } from '@veilleuse/contract/desk'
import { toRead } from '@veilleuse/domain/words'
import { fromBase64url, fromUtf8, hex, toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import {
  certificateStaff,
  certifyStaff,
  readStaffCertificate,
} from '@veilleuse/sealing/certificate'
import { findVoice, openMessage, sealMessage, type Voice } from '@veilleuse/sealing/message'
import { keyId } from '@veilleuse/sealing/verify'
import { kinds, readMessageHeader } from '@veilleuse/sealing/wire'
import { store, type Store } from '../ui/store.ts'
import type { OpenedRoom, RoomWishes } from './room.ts'

/** What the team says among itself beside a conversation, under a key no visitor has. */
export type NoteBook = {
  readonly view: Store<readonly ReadNote[]>
  write(text: string): Promise<void>
}

export type ReadNote = {
  readonly id: string
  readonly at: Date
  /** Undefined where the note does not open or its author cannot be told. */
  readonly text: string | undefined
  readonly mine: boolean
}

export function noteBook({
  conversation,
  keyring,
  ask,
  now,
  opened,
}: RoomWishes & { readonly opened: Promise<OpenedRoom> }): NoteBook {
  const view = store<readonly ReadNote[]>([])
  const params = { id: conversation.id }
  // Colleagues' keys as their staff certificates name them, by key id in hex.
  const known = new Map<string, Uint8Array>()
  let voice: Voice | undefined
  let work: Promise<unknown> = opened.then(readAll).catch(() => {})

  return {
    view,
    write(text) {
      const next = work.then(async () => {
        const room = await opened
        if (!voice) {
          voice = await findVoice(placeOf(room), room.mouth.signing)
          await post(await introduction(room), kinds.system)
        }
        const note = await post(text, kinds.note)
        view.set([...view.now(), { id: note.id, at: new Date(note.at), text, mine: true }])
      })
      work = next.catch(() => {})
      return next
    },
  }

  async function post(body: Uint8Array | string, kind: number): Promise<Note> {
    if (!voice) throw new Error('no voice to write with')
    const sealed = await sealMessage(voice, { kind, body, id: uuidv7(now()) })
    const envelope = toBase64url(sealed.envelope)
    const note = await ask(desk.writeNote, { params, body: { envelope } })
    // Only once it is stored: a note that failed leaves no hole in the chain.
    voice = sealed.voice
    return note
  }

  /** Says, to colleagues alone, whose key this is. Stands before the first note. */
  function introduction({ mouth }: OpenedRoom) {
    const speakerKey = mouth.signing.publicKey
    const speaker = { conversation: conversation.id, speakerKey, staff: keyring.me.id }
    return certifyStaff(keyring.staff.signing, speaker)
  }

  async function readAll(room: OpenedRoom) {
    const { notes } = await ask(desk.notes, { params })
    const own = room.mouth.signing.publicKey
    known.set(hex(await keyId(own)), own)
    const read: ReadNote[] = []
    for (const note of notes) {
      // Notes beside earlier conversations lie under keys that only supervisors have by now.
      if (conversationOf(note) !== conversation.id) continue
      const one = await readOne(room, note).catch(() => unreadable(note))
      if (one) read.push(one)
    }
    view.set(read)
  }

  async function readOne(room: OpenedRoom, note: Note): Promise<ReadNote | undefined> {
    const envelope = fromBase64url(note.envelope)
    const speakers = new Map([...room.listener.now().speakers, ...known])
    const { header, plaintext } = await openMessage(envelope, { ...placeOf(room), speakers })
    if (header.kind === kinds.system) {
      await meet(plaintext)
      return undefined
    }
    const text = toRead(fromUtf8(plaintext))
    return { id: note.id, at: new Date(note.at), text, mine: note.by === keyring.me.id }
  }

  async function meet(certificate: Uint8Array) {
    const staff = keyring.directory?.staff.get(certificateStaff(certificate))
    if (!staff) return
    const met = await readStaffCertificate(certificate, staff, conversation.id)
    known.set(hex(met.keyId), met.speakerKey)
  }

  function conversationOf({ envelope }: Note): string | undefined {
    try {
      return readMessageHeader(fromBase64url(envelope)).conversation
    } catch {
      return undefined
    }
  }

  function unreadable({ id, at, by }: Note): ReadNote {
    return { id, at: new Date(at), text: undefined, mine: by === keyring.me.id }
  }

  function placeOf({ mouth }: OpenedRoom) {
    const { id, session } = conversation
    return {
      conversation: id,
      session,
      channel: 'staff' as const,
      channelKey: mouth.staffKey.sk,
    }
  }
}
