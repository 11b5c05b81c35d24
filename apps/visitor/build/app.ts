import { languages } from '@veilleuse/domain/language'
import type { Language } from '@veilleuse/domain/language'
import { writeFile } from 'node:fs/promises'
import { bundle } from './bundle.ts'
import { here, integrity } from './here.ts'

export type AppFiles = {
  /** Addresses as the page asks for them. */
  readonly app: string
  readonly words: Readonly<Record<Language, string>>
  /** Every chunk, with its code; `first` ones are needed for a conversation in French. */
  readonly chunks: readonly Chunk[]
}

export type Chunk = {
  readonly address: string
  readonly name: string
  readonly code: string
}

/** Conversation, return, words in each language: hashed chunks that import one another. */
export async function buildApp(): Promise<AppFiles> {
  const words = Object.fromEntries(
    languages.map((language) => [`words-${language}`, `src/text/${language}.ts`]),
  )
  const made = await bundle(
    {
      input: { app: 'src/app.tsx', ...words },
      preserveEntrySignatures: 'allow-extension',
    },
    {
      format: 'es',
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      // What the app needs at once stays in one file: one round trip, and all of it is weighed.
      codeSplitting: {
        groups: [{ name: 'app', tags: ['$initial'], test: (id) => !id.includes('/src/text/') }],
      },
    },
  )
  const scattered = made.find(({ name, imports }) => name === 'app' && imports.length > 0)
  if (scattered) throw new Error(`the app needs ${scattered.imports.join(', ')} at once`)
  const chunks = made.map(({ fileName, name, code }) => ({
    address: `/assets/${fileName}`,
    name,
    code,
  }))
  for (const { address, code } of chunks) await writeFile(here('dist', address), code)
  const addressOf = (name: string) => {
    const found = chunks.find((chunk) => chunk.name === name)
    if (!found) throw new Error(`the build made no ${name}`)
    return found.address
  }
  return {
    app: addressOf('app'),
    words: Object.fromEntries(
      languages.map((language) => [language, addressOf(`words-${language}`)]),
    ) as Record<Language, string>,
    chunks,
  }
}

/** With it, a browser refuses a chunk that is not the one this build made. */
export function importMapOf({ chunks }: AppFiles): string {
  const known: Record<string, string> = {}
  for (const { address, code } of chunks) known[address] = integrity(code)
  return JSON.stringify({ integrity: known })
}
