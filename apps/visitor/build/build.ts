import { mkdir, rm } from 'node:fs/promises'
import { here } from './here.ts'
import { buildApp } from './app.ts'
import { buildBoot } from './boot.ts'
import { copyFonts } from './fonts.ts'
import { buildKeysmith } from './keysmith.ts'
import { writeManifest } from './manifest.ts'
import { buildPage } from './page.ts'
import { writeSample } from './sample.ts'
import { buildStyle } from './style.ts'

/** `node apps/visitor/build/build.ts`: everything the server serves to visitors, into `dist/`. */
await rm(here('dist'), { recursive: true, force: true })
for (const folder of ['assets', 'server', 'keysmith', 'sample']) {
  await mkdir(here('dist', folder), { recursive: true })
}
const keysmith = await buildKeysmith()
const app = await buildApp()
const page = { app, boot: await buildBoot(), style: await buildStyle(), fonts: await copyFonts() }
await buildPage(page)
const landing = await writeSample()
await writeManifest({ app, keysmith, landing })
