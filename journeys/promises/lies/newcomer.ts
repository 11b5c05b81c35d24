import type { Locator, Page } from '@playwright/test'
import { expect } from './patience.ts'

/** A visitor on the real page, in English, and what they do and see. */
export type Newcomer = {
  readonly page: Page
  readonly heading: Locator
  readonly log: Locator
  /** Where something can be written; nowhere when nothing may leave. */
  readonly field: Locator
  /** «Start talking», wherever that leads. */
  asks(): Promise<void>
  waits(): Promise<void>
  isAt(title: string | RegExp): Promise<void>
  say(words: string): Promise<void>
  reads(...words: readonly string[]): Promise<void>
  /** What stands above the field, told calmly; waits until something does. */
  notice(): Promise<string>
  /** Why nothing goes on; waits until that is said. */
  stuckBecause(): Promise<string>
  /** Ends the conversation, and has everything erased. */
  forgets(): Promise<void>
  /** Ends the conversation, and keeps it by eight words. */
  keeps(): Promise<string>
  /** From the page to what these words open. */
  comesBack(words: string): Promise<void>
  leaves(): Promise<void>
}

export async function aNewcomer(page: Page): Promise<Newcomer> {
  const heading = page.getByRole('heading', { level: 1 })
  const log = page.getByRole('log')
  const field = page.getByRole('textbox', { name: 'Write your message' })
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  await page.goto('/en/')
  await expect(heading).toHaveText(/Hi\. You can/)
  const newcomer: Newcomer = {
    page,
    heading,
    log,
    field,
    async asks() {
      await button('Start talking').click()
      await button('Skip, and wait for somebody').click()
    },
    async waits() {
      await newcomer.asks()
      await newcomer.isAt('Your place is kept')
    },
    isAt: (title) => expect(heading).toHaveText(title),
    async say(words) {
      await field.fill(words)
      await field.press('Enter')
      await newcomer.reads(words)
    },
    async reads(...words) {
      for (const one of words) await expect(log.getByText(one)).toBeVisible()
    },
    notice: () => saidIn(page.locator('.notices p')),
    async stuckBecause() {
      await newcomer.isAt('We are still here')
      return saidIn(page.locator('main [role=status]'))
    },
    async forgets() {
      await ends()
      await button('Erase everything now').click()
      await button('Yes, erase everything').click()
      await newcomer.isAt('It is erased')
    },
    async keeps() {
      await ends()
      await button(/Keep this conversation/).click()
      await button('See my words').click()
      await newcomer.isAt('Your eight words')
      return (await page.getByRole('main').getByRole('listitem').allInnerTexts()).join(' ')
    },
    async comesBack(words) {
      await button('I already have my eight words').click()
      await newcomer.isAt('Your eight words')
      await page.getByRole('textbox', { name: /Write your words/ }).fill(words)
      await button('Find my conversation').click()
    },
    leaves: () => page.context().close(),
  }
  return newcomer

  async function ends() {
    await button('End').click()
    await button('Yes, end it').click()
  }
}

/** The words of what is told, one after the other, once any are. */
export async function saidIn(places: Locator): Promise<string> {
  await expect(places.filter({ hasText: /\S/ }).first()).toBeVisible()
  const told = await places.filter({ hasText: /\S/ }).allInnerTexts()
  return told.map((one) => one.trim()).join(' ')
}
