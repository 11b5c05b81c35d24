import { call } from '@veilleuse/client/call'
import { closeConversation } from '@veilleuse/contract/desk'
import { conversationId } from '@veilleuse/contract/shapes'
import type { Locator, Page } from '@playwright/test'
import * as v from 'valibot'
import { saidIn } from './newcomer.ts'
import { expect } from './patience.ts'

/** Somebody of the team at the real desk, in English. */
export type LiveDesk = {
  readonly page: Page
  readonly card: Locator
  readonly log: Locator
  takesSeat(): Promise<void>
  goesHome(): Promise<void>
  accepts(): Promise<void>
  say(words: string): Promise<void>
  reads(...words: readonly string[]): Promise<void>
  /** What is told in the place of a message that is not shown, or beside one. */
  told(): Promise<string>
  /** What is told in the place of a whole conversation. */
  notice(): Promise<string>
  /** The contact is over: its visitor has had everything erased. */
  isRidOf(conversation: string): Promise<void>
}

type Traits = { readonly alias: string; readonly origin: string }

export async function aDeskOf(page: Page, { alias, origin }: Traits): Promise<LiveDesk> {
  const card = page.getByRole('article', { name: 'Conversation 1', exact: true })
  const log = card.getByRole('log', { name: 'Messages' })
  const ring = page.getByRole('region', { name: 'Somebody is calling you' })
  await opens(page, alias)
  await expect(page.getByRole('heading', { level: 1, name: 'Desk', exact: true })).toBeAttached()
  return {
    page,
    card,
    log,
    async takesSeat() {
      await page.getByRole('button', { name: 'Make me available' }).click()
      await expect(page.getByRole('button', { name: /Available/ })).toBeVisible()
    },
    async goesHome() {
      await page.getByRole('button', { name: /Available/ }).click()
      await page.getByRole('menuitemradio', { name: 'Off duty' }).click()
      await expect(page.getByRole('button', { name: /Off duty$/ })).toBeVisible()
    },
    async accepts() {
      await ring.getByRole('button', { name: 'Accept' }).click()
      await expect(card).toBeVisible()
    },
    async say(words) {
      const field = card.getByRole('textbox', { name: 'Your message (1)' })
      await field.fill(words)
      await field.press('Enter')
      await expect(log.getByText(words)).toBeVisible()
    },
    async reads(...words) {
      for (const one of words) await expect(log.getByText(one)).toBeVisible()
    },
    told: () => saidIn(log.locator('[role=note], p[class*=gap]')),
    notice: () => saidIn(card.locator('[class*=notice_notice]')),
    async isRidOf(conversation) {
      await expect(card.getByText(/The person has erased/)).toBeVisible()
      const own = await page.evaluate(() => sessionStorage.getItem('veilleuse.token'))
      const record = { nature: 'test', action: 'listening' } as const
      const params = { id: v.parse(conversationId, conversation) }
      const body = { record, archive: [] }
      await call(origin, closeConversation, { token: own ?? '', params, body })
      await expect(card).toBeHidden()
    },
  }
}

/** By one click on a name, as the demo offers; where that leads is not waited for. */
export async function opens(page: Page, alias: string): Promise<void> {
  await page.goto('/desk/')
  const demo = page.getByRole('region', { name: /Demo/ })
  await demo.getByRole('button', { name: alias }).click()
}
