import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roles } from '@veilleuse/domain/staff'
import * as v from 'valibot'

const Person = v.object({
  login: v.string(),
  alias: v.string(),
  role: v.picklist(roles),
  /** The slugs of the lines they answer on; the first line when they are not named. */
  on: v.optional(v.array(v.string())),
  passphrase: v.string(),
  /** Twelve words, the other way into the vault. */
  recovery: v.string(),
  /** Base32, as an authenticator app takes it. Absent until the person has enrolled. */
  totpSecret: v.optional(v.string()),
  /** What a click on the person's name sends. */
  oneClick: v.object({
    method: v.string(),
    url: v.string(),
    body: v.object({ login: v.string() }),
  }),
})
export type Person = v.InferOutput<typeof Person>

const Notes = v.object({
  visitor: v.string(),
  desk: v.string(),
  origin: v.string(),
  metrics: v.string(),
  people: v.array(Person),
})
export type Notes = v.InferOutput<typeof Notes>

/** `demo.json`: everything a person, a test or the server's one-click needs to know of the demo. */
export type Notebook = {
  read(): Notes | undefined
  write(notes: Notes): void
  /** Notes what has been learnt of one of the people. */
  learn(login: string, learnt: Pick<Person, 'totpSecret'>): void
}

export function notebookIn(dataFolder: string): Notebook {
  const file = join(dataFolder, 'demo.json')
  const notebook: Notebook = {
    read() {
      const text = textOf(file)
      return text === undefined ? undefined : v.parse(Notes, JSON.parse(text))
    },
    write: (notes) => writePrivately(file, `${JSON.stringify(notes, undefined, 2)}\n`),
    learn(login, learnt) {
      const notes = notebook.read()
      if (!notes) throw new Error(`${file} is gone`)
      const people = notes.people.map((one) => (one.login === login ? { ...one, ...learnt } : one))
      notebook.write({ ...notes, people })
    },
  }
  return notebook
}

/** For its owner's eyes alone, and whole or not at all, even when the machine stops meanwhile. */
export function writePrivately(file: string, text: string): void {
  const draft = `${file}.draft`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
}

/** Undefined when there is no such file; anything else that goes wrong is told. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
