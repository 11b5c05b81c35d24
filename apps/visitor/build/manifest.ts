import { writeFile } from 'node:fs/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { AppFiles, Chunk } from './app.ts'
import { here, integrity } from './here.ts'
import type { KeysmithFiles } from './keysmith.ts'

type Built = {
  readonly app: AppFiles
  readonly keysmith: KeysmithFiles
  readonly landing: string
}

/** What was built and what it weighs. `first` is all a conversation needs; `lazy` comes by wish. */
export async function writeManifest({ app, keysmith, landing }: Built): Promise<void> {
  const isFirst = ({ name }: Chunk) => name === 'app' || name === 'words-fr'
  const isOther = ({ name }: Chunk) =>
    /^(words|wait|triage|after|phrase)-(?!fr)|^english$/.test(name)
  const first = app.chunks.filter(isFirst)
  const languages = app.chunks.filter(isOther)
  const rest = app.chunks.filter((chunk) => !isFirst(chunk) && !isOther(chunk))
  const lazy = [...rest, ...keysmith.chunks]
  const smith = lazy.filter(({ name }) => /^(keysmith|keysmith-worker|french)$/.test(name))
  const named = (part: string) => lazy.filter(({ name }) => name === part || name === `${part}-fr`)
  const manifest = {
    landing: {
      file: 'sample/landing.html',
      brotli: brotliCompressSync(landing).length,
      budget: 16_000,
    },
    first: { files: first.map(weighed), gzip: sum(first), budget: 30_000 },
    languages: { files: languages.map(weighed) },
    lazy: { files: lazy.map(weighed), gzip: sum(lazy) },
    // Of the lazy ones, what making a phrase slow to guess and easy to write down costs.
    keysmith: { gzip: sum(smith), budget: 25_000 },
    // And what helps while one waits, and the last screens, each with its French words.
    wait: { files: named('wait').map(weighed), gzip: sum(named('wait')), budget: 6_000 },
    triage: { files: named('triage').map(weighed), gzip: sum(named('triage')), budget: 3_000 },
    after: { files: named('after').map(weighed), gzip: sum(named('after')), budget: 4_000 },
  }
  await writeFile(here('dist/manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}

function weighed({ address, code }: Chunk) {
  return { file: address.slice(1), gzip: gzipped(code), integrity: integrity(code) }
}

function sum(chunks: readonly Chunk[]): number {
  return chunks.reduce((total, { code }) => total + gzipped(code), 0)
}

function gzipped(code: string): number {
  return gzipSync(code, { level: 9 }).length
}
