import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { writeAsset } from './here.ts'

const files = {
  text: '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  headings: '@fontsource/bricolage-grotesque/files/bricolage-grotesque-latin-700-normal.woff2',
}

/** Latin letters only; other scripts use the typeface of the device. */
export async function copyFonts(): Promise<{ text: string; headings: string }> {
  return {
    text: await copy('text.woff2', files.text),
    headings: await copy('headings.woff2', files.headings),
  }
}

async function copy(name: string, file: string): Promise<string> {
  return writeAsset(name, await readFile(createRequire(import.meta.url).resolve(file)))
}
