import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const pictures = path.resolve(import.meta.dirname, '../pictures')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }

const taken = new Set<string>()

/**
 * What every screen that is passed owes everybody: nothing that keeps somebody out, and no cookie.
 * The first time a screen is seen its pictures are taken, by day and by night, on a phone and on a
 * desk; it is examined in both lights and in both sizes.
 */
export async function look(page: Page, screen: string): Promise<void> {
  expect(await page.evaluate(() => document.cookie), `cookies at ${screen}`).toBe('')
  if (taken.has(screen)) return examine(page, screen)
  return photograph(page, screen, async (view) => {
    if (view === 'phone, light' || view === 'desk, dark') await examine(page, `${screen}, ${view}`)
    else await settled(page)
  })
}

/** Pictures of a screen, by day and by night, on a phone and on a desk; `first` comes before each. */
export async function photograph(
  page: Page,
  screen: string,
  first: (view: string) => Promise<void> = async () => {},
): Promise<void> {
  taken.add(screen)
  mkdirSync(pictures, { recursive: true })
  const before = page.viewportSize()
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await first(`${size}, ${scheme}`)
      const file = path.join(pictures, `${screen}-${size}-${scheme}.png`)
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
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const passing = () =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    // What has just been asked of the page shows in the frame after the next.
    for (let calm = 0; calm < 3; calm += 1) {
      await frame()
      if (passing().length === 0) continue
      calm = 0
      await Promise.allSettled(passing().map(({ finished }) => finished))
    }
  })
}
