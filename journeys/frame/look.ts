import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const pictures = path.resolve(import.meta.dirname, '../pictures')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const sizes = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desk', width: 1440, height: 900 },
]
const schemes = ['light', 'dark'] as const

const taken = new Set<string>()

/**
 * What every screen that is passed owes everybody: nothing that keeps somebody out, and no cookie.
 * The first time a screen is seen its pictures are taken, by day and by night, on a phone and on a
 * desk, and it is examined in each.
 */
export async function look(page: Page, screen: string): Promise<void> {
  expect(await page.evaluate(() => document.cookie), `cookies at ${screen}`).toBe('')
  if (taken.has(screen)) return examine(page, screen)
  taken.add(screen)
  mkdirSync(pictures, { recursive: true })
  const before = page.viewportSize()
  for (const { name, ...size } of sizes) {
    await page.setViewportSize(size)
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme })
      await examine(page, `${screen}, ${name}, ${scheme}`)
      const file = path.join(pictures, `${screen}-${name}-${scheme}.png`)
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
    }
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
}

/** Axe finds part of what keeps people out; of that part nothing may be left. */
export async function examine(page: Page, screen: string): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  const told = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  expect(told, `barriers at ${screen}`).toEqual([])
}

/** Colours on their way from one to another are judged once they have arrived. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(passing.map(({ finished }) => finished))
  })
}
