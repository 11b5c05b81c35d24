import { equal, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { onGround } from './ground.ts'
import { ofSaturation, page, plain } from './report.ts'
import { saturation } from './saturation.ts'

test('pressing a few conversations is measured beside the bare loop, and told in the page', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'veilleuse-profile-'))
  try {
    const wish = { desks: 1, each: 3, atOnce: 4, rounds: 1, turn: { seconds: 0.3 }, profile }
    const told = await onGround((folder) => saturation(folder, wish))
    for (const rate of [told.product, told.bare, told.append]) ok(rate.waits.count > 0)
    const shares = told.shares.reduce((sum, { share }) => sum + share, 0)
    ok(Math.abs(shares - 1) < 1e-9)

    const section = ofSaturation(told)
    equal(section.rows.filter(({ target }) => target).length, 1)
    ok(plain(section).includes('bare socket-and-append loop'))
    ok(page([section], ['a machine']).includes('| bare socket-and-append loop'))
  } finally {
    rmSync(profile, { recursive: true })
  }
})
