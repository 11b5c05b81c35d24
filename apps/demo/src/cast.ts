import { randomBytes, randomInt } from 'node:crypto'
import type { Role } from '@veilleuse/domain/staff'
import { makePhrase } from '@veilleuse/sealing/phrase'
import { french } from '@veilleuse/sealing/words/french'
import type { Person } from './notebook.ts'

/** The invented people of the demo. Their secrets are made anew for every installation. */
const cast = [
  { login: 'agathe', alias: 'Agathe', role: 'administrator' },
  { login: 'sacha', alias: 'Sacha', role: 'supervisor', on: ['ecoute', 'droit'] },
  { login: 'lucie', alias: 'Lucie', role: 'coordinator' },
  { login: 'mina', alias: 'Mina', role: 'counsellor' },
  { login: 'noam', alias: 'Noam', role: 'counsellor' },
  { login: 'jules', alias: 'Jules', role: 'counsellor', on: ['droit'] },
] satisfies readonly { login: string; alias: string; role: Role; on?: string[] }[]

export function castAnew(): Promise<Person[]> {
  return Promise.all(
    cast.map(async (one) => ({
      ...one,
      passphrase: passphrase(),
      recovery: (await makePhrase(french, randomBytes(16))).join(' '),
      oneClick: { method: 'POST', url: '/api/desk/demo/sign-in', body: { login: one.login } },
    })),
  )
}

// Without accents, because somebody will type it on another keyboard; still more than 50 bits.
const words = french.filter((word) => /^[a-z]+$/.test(word))

function passphrase(): string {
  return Array.from({ length: 5 }, () => words[randomInt(words.length)]).join(' ')
}
