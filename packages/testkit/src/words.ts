import type { Delivered } from '@veilleuse/contract/frame'
import { fromUtf8 } from '@veilleuse/sealing/bytes'
import { freshEar, listen } from '@veilleuse/sealing/ear'
import { openMessage, type Place, type Speakers } from '@veilleuse/sealing/message'
import { Refusal } from '@veilleuse/sealing/refusal'

export type Heard = {
  readonly seq: number
  readonly by: Delivered['by']
  readonly id: string
  readonly text: string
}

/** What stands on one screen of one conversation: opened, in order, and whole up to its end. */
export type Words = {
  readonly heard: readonly Heard[]
  /** The hash of the last word of somebody else. */
  seen(): Uint8Array | undefined
  /**
   * Opens what has come. False when somebody speaks whom nobody has vouched for yet: to be called
   * again when more speakers are known. Throws when a message is not genuine, comes twice, or does
   * not follow on what its author said before.
   */
  openFurther(messages: readonly Delivered[], speakers: Speakers): Promise<boolean>
}

export function words(place: Place, self: Delivered['by']): Words {
  const heard: Heard[] = []
  let ear = freshEar
  let seen: Uint8Array | undefined
  return { heard, seen: () => seen, openFurther }

  async function openFurther(messages: readonly Delivered[], speakers: Speakers) {
    for (const { seq, by, envelope } of messages.slice(heard.length)) {
      try {
        const opened = await openMessage(envelope, { ...place, speakers })
        const listened = listen(ear, opened)
        if (listened.finding !== 'next')
          throw new Error(`message ${seq} of ${place.conversation} is ${listened.finding}`)
        ear = listened.ear
        if (by !== self) seen = opened.hash
        heard.push({ seq, by, id: opened.header.id, text: fromUtf8(opened.plaintext) })
      } catch (error) {
        if (error instanceof Refusal && error.code === 'unknown_sender') return false
        throw error
      }
    }
    return true
  }
}
