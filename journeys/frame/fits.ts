import { expect, type Page } from '@playwright/test'

/**
 * Nobody scrolls sideways, and nothing that can be pressed or read lies outside what is shown, cut
 * off by its box, or under something else.
 */
export async function fits(page: Page): Promise<void> {
  const faults = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const found: string[] = []
    if (scrollWidth > clientWidth)
      found.push(`the page is ${scrollWidth - clientWidth} px too wide`)
    const all = document.querySelectorAll<HTMLElement>(
      'a, button, input, textarea, summary, p, h1, h2, li, label, legend',
    )
    for (const element of all) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const { left, right, width, height } = element.getBoundingClientRect()
      const { clipPath, position } = getComputedStyle(element)
      // Words for the ear alone are made tiny, or cut away on purpose.
      if (width <= 1 || height <= 1 || (position === 'absolute' && clipPath !== 'none')) continue
      if (left < -1 || right > clientWidth + 1) {
        const words = (element.ariaLabel ?? element.textContent ?? '').trim().slice(0, 40)
        found.push(`${element.tagName.toLowerCase()} «${words}» from ${left} to ${right}`)
      }
    }
    return found
  })
  expect(faults, 'what does not fit').toEqual([])
}
