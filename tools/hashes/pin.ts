import { fingerprintWords } from '../../packages/sealing/src/phrase.ts'
import { french } from '../../packages/sealing/src/words/french.ts'

/** The root key that a visitor's page believes, as the six words on the helpline's charter. */
export function pinIn(html: string): string | undefined {
  const [, pin] = /<html\b[^>]*\sdata-root="([\w-]{43})"/.exec(html) ?? []
  return pin && fingerprintWords(Buffer.from(pin, 'base64url'), french).join(' ')
}
