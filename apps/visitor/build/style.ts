import { readdir, readFile } from 'node:fs/promises'
import { transform } from 'lightningcss'
import { here } from './here.ts'

/** One sheet for all screens, in the order of the files' names; it stands in the page itself. */
export async function buildStyle(): Promise<string> {
  const files = await readdir(here('src/style'))
  const names = files.filter((name) => name.endsWith('.css')).toSorted()
  const sheets = await Promise.all(names.map((name) => readFile(here('src/style', name))))
  const { code } = transform({
    filename: 'visitor.css',
    code: Buffer.concat(sheets),
    minify: true,
    targets: { safari: 15 << 16, chrome: 87 << 16, firefox: 85 << 16 },
  })
  return code.toString()
}
