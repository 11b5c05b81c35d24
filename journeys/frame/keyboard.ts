import { expect, type Locator, type Page } from '@playwright/test'

// More stops than any screen has.
const mostStops = 80

/**
 * Goes to this place by the Tab key alone, as somebody without a mouse does, and fails when a stop
 * on the way cannot be seen, or when the way never leads there.
 */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  await expect(place).toBeVisible()
  for (let stops = 0; stops < mostStops; stops += 1) {
    if (await isFocused(place)) return seen(page)
    await page.keyboard.press('Tab')
    await seen(page)
  }
  throw new Error(`The Tab key does not lead to ${String(place)}`)
}

/** Round the whole page once: every stop can be seen, and the keyboard comes out again. */
export async function roundByTab(page: Page): Promise<readonly string[]> {
  const stops: string[] = []
  for (let pressed = 0; pressed < mostStops; pressed += 1) {
    await page.keyboard.press('Tab')
    const stop = await nameOfFocused(page)
    // Out of the page, or at its first stop again.
    if (stop === undefined || stop === stops[0]) return stops
    await seen(page)
    stops.push(stop)
  }
  throw new Error(`The keyboard is caught among ${[...new Set(stops.slice(-10))].join(', ')}`)
}

async function isFocused(place: Locator): Promise<boolean> {
  return place.evaluate((element) => element === document.activeElement)
}

async function nameOfFocused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const at = document.activeElement
    if (!at || at === document.body) return undefined
    const all = [...document.querySelectorAll('*')]
    return `${at.tagName.toLowerCase()} ${at.textContent?.trim().slice(0, 40)} ${all.indexOf(at)}`
  })
}

/** Where the focus is can be seen: it lies within the window and has a ring that differs. */
async function seen(page: Page): Promise<void> {
  const fault = await page.evaluate(async () => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body) return undefined
    const name = `${at.tagName.toLowerCase()} «${(at.ariaLabel ?? at.textContent ?? '').trim().slice(0, 60)}»`
    await Promise.allSettled(at.getAnimations().map(({ finished }) => finished))
    const { top, bottom, left, right, width, height } = at.getBoundingClientRect()
    if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth)
      return `${name} has the focus out of sight`
    // The field itself, or what stands for it: a label around, a box that holds it.
    const shown = [at, at.parentElement, at.nextElementSibling, at.parentElement?.parentElement]
    const ringed = shown.some((one) => {
      if (!one) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    if (!ringed) return `${name} (${width} × ${height}) shows nothing of its focus`
    return undefined
  })
  expect(fault, 'where the focus is').toBeUndefined()
}
