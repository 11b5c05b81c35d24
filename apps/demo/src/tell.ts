import { join } from 'node:path'
import type { Notes } from './notebook.ts'
import { fileIn } from './root.ts'

/** Where to click, in a dozen lines. */
export function tell(notes: Notes, dataFolder: string): string {
  const people = notes.people.map(
    ({ alias, role, passphrase }) => `    ${alias.padEnd(8)}${role.padEnd(15)}${passphrase}`,
  )
  return [
    '',
    '  Veilleuse is open, with invented people, on this machine alone.',
    '',
    `  Seek help      ${notes.visitor}`,
    `  The desk       ${notes.desk}`,
    '',
    '  At the desk, click on a name. Their passphrases:',
    ...people,
    '',
    `  Second factors and more: ${join(dataFolder, 'demo.json')}`,
    `  The root key, which an administrator keeps offline: ${fileIn(dataFolder)}`,
    '  Stop with Ctrl-C.',
    '',
    '',
  ].join('\n')
}

/** What to say when the server has ended and nobody here asked it to. */
export function tellOfEnd(code: number, dataFolder: string): string {
  return [
    `The server has ended by itself or was killed (exit code ${code}).`,
    'What it had acknowledged is stored; npm start opens it again.',
    `Its last words are in ${join(dataFolder, 'server.log')}.`,
    '',
  ].join('\n')
}
