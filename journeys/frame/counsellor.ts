import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test'
import type { Watch } from './watch.ts'

/** Somebody of the team at the real desk, and what they do and see. In French. */
export type Counsellor = {
  readonly page: Page
  readonly context: BrowserContext
  readonly watch: Watch
  readonly ring: Locator
  readonly queue: Locator
  /** By one click on their name, as the demo offers. */
  signIn(alias: string): Promise<void>
  takeSeat(): Promise<void>
  setSeat(state: 'Disponible' | 'En pause' | 'Hors service'): Promise<void>
  accept(): Promise<void>
  decline(): Promise<void>
  /** The conversation at this place of the desk, 1 to 3. */
  conversation(place?: number): Talk
}

export type Talk = {
  readonly card: Locator
  readonly log: Locator
  readonly message: Locator
  say(words: string): Promise<void>
  reads(...words: readonly (string | RegExp)[]): Promise<void>
  /** With a reason, and perhaps words for the visitor to take along. */
  end(reason: string, summary?: string): Promise<void>
  /** The record, and the seat free again. */
  wrapUp(): Promise<void>
}

export function counsellorAt(page: Page, watch: Watch): Counsellor {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const ring = page.getByRole('region', { name: 'Quelqu’un vous appelle' })
  const counsellor: Counsellor = {
    page,
    context: page.context(),
    watch,
    ring,
    queue: page.getByRole('complementary', { name: 'File d’attente' }),
    async signIn(alias) {
      await page.goto('/desk/')
      const demo = page.getByRole('region', { name: 'Démonstration' })
      await demo.getByRole('button', { name: alias }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Poste' })).toBeAttached()
    },
    async takeSeat() {
      await button('Me rendre disponible').click()
      await expect(button(/Disponible/)).toBeVisible()
    },
    async setSeat(state) {
      await page.getByRole('button', { name: /Disponible|En pause|Absent|Hors service/ }).click()
      await page.getByRole('menuitemradio', { name: state }).click()
      await expect(page.getByRole('button', { name: new RegExp(`${state}$`) })).toBeVisible()
    },
    async accept() {
      await expect(ring).toBeVisible()
      // This ring: the next in the queue may ring at once.
      const thisOne = await ring.elementHandle()
      await ring.getByRole('button', { name: 'Accepter' }).click()
      await thisOne?.waitForElementState('hidden')
    },
    async decline() {
      // The next in the queue may ring at once.
      await ring.getByRole('button', { name: 'Passer' }).click()
    },
    conversation: (place = 1) => talkAt(page, place),
  }
  return counsellor
}

function talkAt(page: Page, place: number): Talk {
  const card = page.getByRole('article', { name: `Conversation ${place}`, exact: true })
  const log = card.getByRole('log', { name: 'Messages' })
  const message = card.getByRole('textbox', { name: `Votre message (${place})` })
  const dialog = page.getByRole('alertdialog')
  return {
    card,
    log,
    message,
    async say(words) {
      await message.fill(words)
      await message.press('Enter')
      await expect(log.getByText(words)).toBeVisible()
    },
    async reads(...words) {
      for (const one of words) await expect(log.getByText(one)).toBeVisible()
    },
    async end(reason, summary) {
      await card.getByRole('button', { name: 'Terminer', exact: true }).click()
      await dialog.getByRole('radio', { name: reason }).check({ force: true })
      if (summary) await dialog.getByRole('textbox', { name: /Quelques mots/ }).fill(summary)
      await dialog.getByRole('button', { name: 'Terminer la conversation' }).click()
      await expect(dialog).toBeHidden()
    },
    async wrapUp() {
      await expect(card.getByRole('heading', { name: 'Noter le contact' })).toBeVisible()
      await choose('C’était', 'Une écoute, pour soi')
      await choose('Sujet principal', 'Famille')
      await choose('Plus précisément', 'Relation avec un parent')
      await choose('Ce qui a été fait', 'Écoute')
      await card.getByRole('button', { name: 'Enregistrer et libérer ma place' }).click()
      await expect(card).toBeHidden()

      async function choose(what: string, option: string) {
        await card.getByRole('button', { name: new RegExp(what) }).click()
        await page.getByRole('option', { name: option, exact: true }).click()
      }
    },
  }
}
