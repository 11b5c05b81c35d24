import { writeFile } from 'node:fs/promises'
import { rolldown } from 'rolldown'
import type { Built } from '../src/page/built.ts'
import { importMapOf } from './app.ts'
import type { AppFiles } from './app.ts'
import { cspHash, here } from './here.ts'

type Parts = {
  readonly app: AppFiles
  readonly boot: string
  readonly style: string
  readonly fonts: Built['fonts']
}

/** The renderer the server imports: `dist/server/page.js`, needing nothing but Node. */
export async function buildPage({ app, boot, style, fonts }: Parts): Promise<void> {
  const importMap = importMapOf(app)
  const built: Built = {
    style,
    styleHash: cspHash(style),
    boot,
    bootHash: cspHash(boot),
    importMap,
    importMapHash: cspHash(importMap),
    app: app.app,
    words: app.words,
    fonts,
  }
  const build = await rolldown({
    cwd: here('.'),
    input: 'src/page/page.tsx',
    platform: 'node',
    transform: {
      define: { __BUILT__: JSON.stringify(built) },
    },
  })
  const { output } = await build.generate({ format: 'es', codeSplitting: false })
  await build.close()
  await writeFile(here('dist/server/page.js'), output[0].code)
}
