/**
 * One message may be this many UTF-16 code units long, whoever writes it. Each takes three bytes at
 * most, so that any such message fits the largest envelope (16 KiB).
 */
export const longestMessage = 4000

/** From this many on, whoever writes is told how many are left. */
export const tellLengthFrom = 3500

/** What of a written text is said; undefined where there is nothing that could be seen. */
export function toSay(written: string): string | undefined {
  const words = toRead(written).trim()
  return somethingToSee.test(words) ? words : undefined
}

/**
 * A text as it may be shown, whoever sent it: without control characters, and without those that
 * turn the direction of the letters after them whatever these are (U+202D, U+202E). Marks that only
 * help scripts of two directions stand together are left.
 */
export function toRead(sent: string): string {
  return sent.replaceAll(neverShown, '')
}

const neverShown = /[^\P{Cc}\t\n]|[\u202D\u202E]/gu
// Whatever is not white space, a mark that shows nothing, half a character, or an empty Braille cell.
const somethingToSee = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Z}\u2800]/u
