import { writeFile } from 'node:fs/promises'
import type { Chunk } from './app.ts'
import { bundle } from './bundle.ts'
import { here, integrity, writeAsset } from './here.ts'

export type KeysmithFiles = { readonly chunks: readonly Chunk[] }

/** The hidden page where phrases are made slow to guess, with its worker. */
export async function buildKeysmith(): Promise<KeysmithFiles> {
  const worker = await oneFile('src/keysmith/worker.ts', {})
  const workerAddress = await writeAsset('keysmith-worker.js', worker)
  const page = await oneFile('src/keysmith/keysmith.ts', {
    __WORKER__: JSON.stringify(workerAddress),
  })
  const address = await writeAsset('keysmith.js', page)
  await writeFile(
    here('dist/keysmith/index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>-</title>` +
      `<script src="${address}" integrity="${integrity(page)}"></script></html>\n`,
  )
  return {
    chunks: [
      { name: 'keysmith-worker', address: workerAddress, code: worker },
      { name: 'keysmith', address, code: page },
    ],
  }
}

async function oneFile(input: string, define: Record<string, string>): Promise<string> {
  const options = { input, treeshake: true, transform: { define } }
  const [chunk] = await bundle(options, { format: 'iife', codeSplitting: false })
  return chunk?.code ?? ''
}
