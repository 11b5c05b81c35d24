import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test'
import type { Watch } from './watch.ts'

/** Somebody with a telephone, and what they do and see. In French unless a story says otherwise. */
export type Visitor = {
  readonly page: Page
  readonly context: BrowserContext
  readonly watch: Watch
  readonly heading: Locator
  readonly message: Locator
  readonly log: Locator
  readonly exit: Locator
  /** Opens the page. */
  arrive(): Promise<void>
  /** From the page to a place in the queue. */
  start(): Promise<void>
  isAt(title: string | RegExp): Promise<void>
  write(words: string): Promise<void>
  say(words: string): Promise<void>
  reads(...words: readonly (string | RegExp)[]): Promise<void>
  /** Says, on the screen, that they want to stop, and means it. */
  end(): Promise<void>
  /** From the end of a conversation to nothing left of it. */
  forget(): Promise<void>
  /** From the end of a conversation to eight words, which are gone from the screen again. */
  keep(): Promise<readonly string[]>
  /** From the page to what these words open; they say themselves what they see then. */
  comeBack(words: string): Promise<void>
  sees(words: string | RegExp): Promise<void>
}

export function visitorAt(page: Page, watch: Watch): Visitor {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const heading = page.getByRole('heading', { level: 1 })
  const message = page.getByRole('textbox', { name: 'Écris ton message' })
  const log = page.getByRole('log', { name: 'Conversation' })
  const visitor: Visitor = {
    page,
    context: page.context(),
    watch,
    heading,
    message,
    log,
    exit: page.getByRole('link', { name: 'Quitter vite' }),
    async arrive() {
      await page.goto('/')
      await visitor.isAt(/Salut/)
    },
    async start() {
      await button('Commencer à parler').click()
      // The line asks first whether somebody is in danger; most stories pass it over.
      await button('Passer, et attendre quelqu’un').click()
      await visitor.isAt('Ta place est gardée')
    },
    isAt: (title) => expect(heading).toHaveText(title),
    write: (words) => message.fill(words),
    async say(words) {
      await message.fill(words)
      await message.press('Enter')
      await visitor.reads(words)
    },
    async reads(...words) {
      for (const one of words) await expect(log.getByText(one)).toBeVisible()
    },
    async end() {
      await button('Terminer').click()
      await button('Oui, terminer').click()
      await visitor.isAt('Tu as terminé')
    },
    async forget() {
      await button('Tout effacer maintenant').click()
      await button('Oui, tout effacer').click()
      await visitor.isAt('C’est effacé')
    },
    async keep() {
      await button(/Garder cette conversation|Changer de mots/).click()
      await visitor.isAt('Garder la conversation')
      await button('Voir mes mots').click()
      await visitor.isAt('Tes huit mots')
      const words = await page.getByRole('main').getByRole('listitem').allInnerTexts()
      await button('C’est noté').click()
      await expect(page.getByText(words.join(''))).toHaveCount(0)
      return words
    },
    async comeBack(words) {
      await button('J’ai déjà mes huit mots').click()
      await visitor.isAt('Tes huit mots')
      await page.getByRole('textbox', { name: /Écris tes mots/ }).fill(words)
      await button('Retrouver ma conversation').click()
    },
    sees: (words) => expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible(),
  }
  return visitor
}
