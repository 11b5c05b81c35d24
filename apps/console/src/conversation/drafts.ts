import { longestMessage } from '@veilleuse/domain/words'
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '@veilleuse/sealing/bytes'
import { openSealed, type BoxPair } from '@veilleuse/sealing/keys'
import { sealTo } from '@veilleuse/sealing/seal-to'
import { labelled } from '@veilleuse/sealing/suite'

/**
 * What has been written and not said yet, by conversation. In memory as it is; in the tab's storage
 * only sealed to the person's own key, so that a reload or a lock keeps it and a thief of the
 * laptop gets nothing.
 */
export type Drafts = {
  read(conversation: string): string
  /** Done once it is on the shelf, which nobody needs to wait for. */
  write(conversation: string, text: string): Promise<void>
  /** Brings back what was sealed before the last lock or reload. */
  restore(conversations: readonly string[]): Promise<void>
  forget(conversation: string): void
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function drafts(box: BoxPair, shelf: Shelf): Drafts {
  const texts = new Map<string, string>()
  // The last wish wins, however long an earlier sealing takes.
  const sealing = new Map<string, symbol>()
  return {
    read: (conversation) => texts.get(conversation) ?? '',
    write(conversation, text) {
      if (texts.get(conversation) === text) return Promise.resolve()
      texts.set(conversation, text)
      return shelve(conversation, text)
    },
    async restore(conversations) {
      await Promise.all(
        conversations.filter((one) => !texts.has(one)).map((one) => unshelve(one).catch(() => {})),
      )
    },
    forget(conversation) {
      texts.delete(conversation)
      sealing.delete(conversation)
      shelf.removeItem(nameOf(conversation))
    },
  }

  async function shelve(conversation: string, text: string) {
    const mine = Symbol(conversation)
    sealing.set(conversation, mine)
    const sealed = await Promise.all(
      piecesOf(text).map((piece, at) =>
        sealTo(box.publicKey, contextOf(conversation, at), utf8(piece)),
      ),
    )
    if (sealing.get(conversation) !== mine) return
    if (text) shelf.setItem(nameOf(conversation), sealed.map(toBase64url).join(' '))
    else shelf.removeItem(nameOf(conversation))
  }

  async function unshelve(conversation: string) {
    const kept = shelf.getItem(nameOf(conversation))
    if (!kept) return
    const pieces = await Promise.all(
      kept
        .split(' ')
        .map((piece, at) => openSealed(box, contextOf(conversation, at), fromBase64url(piece))),
    )
    if (!texts.has(conversation)) texts.set(conversation, pieces.map(fromUtf8).join(''))
  }
}

function nameOf(conversation: string) {
  return `veilleuse.draft.${conversation}`
}

/** A pasted page is longer than one seal holds; it is kept whole until somebody cuts it. */
function piecesOf(text: string): readonly string[] {
  return text.match(new RegExp(`[^]{1,${longestMessage}}`, 'gu')) ?? []
}

function contextOf(conversation: string, piece: number) {
  return { info: labelled('draft'), aad: utf8(`${conversation} ${piece}`) }
}
