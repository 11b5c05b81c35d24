import { test as base, type Browser, type BrowserContextOptions } from '@playwright/test'
import { type Counsellor, counsellorAt } from './counsellor.ts'
import { aDemo, type Demo } from './demo.ts'
import { asFound } from './as-found.ts'
import { type Visitor, visitorAt } from './visitor.ts'
import { type Watch, watch } from './watch.ts'

type House = { readonly house: Demo }

type People = {
  /** A visitor with a browser of their own, on a telephone. */
  readonly aVisitor: (traits?: BrowserContextOptions) => Promise<Visitor>
  /** A browser at the desk, where nobody has signed in yet. */
  readonly aCounsellor: (traits?: BrowserContextOptions) => Promise<Counsellor>
  readonly stage: Stage
}

type Stage = { enter(traits: BrowserContextOptions): Promise<Seen> }
type Seen = Readonly<{ page: Visitor['page']; watch: Watch }>

const usual = { locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce' } as const

export const test = base.extend<People, House>({
  house: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const demo = await aDemo()
      try {
        await demo.start()
        await use(demo)
      } finally {
        await demo.end()
      }
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  /** Everybody who enters is watched, and the helpline is found again as it was. */
  stage: async ({ house, browser }, use) => {
    const seen: Watch[] = []
    const close: (() => Promise<void>)[] = []
    await use({
      async enter(traits) {
        const context = await newContext(browser, { baseURL: house.origin, ...usual, ...traits })
        close.push(() => context.close())
        const own = await watch(context, house.origin)
        seen.push(own)
        return { page: await context.newPage(), watch: own }
      },
    })
    for (const own of seen) await own.allWell()
    for (const one of close) await one()
    await asFound(house)
  },

  aVisitor: async ({ stage }, use) => {
    const phone = { viewport: { width: 390, height: 844 } }
    await use(async (traits) => {
      const { page, watch: own } = await stage.enter({ ...phone, ...traits })
      return visitorAt(page, own)
    })
  },

  aCounsellor: async ({ stage }, use) => {
    const screen = { viewport: { width: 1440, height: 900 } }
    await use(async (traits) => {
      const { page, watch: own } = await stage.enter({ ...screen, ...traits })
      return counsellorAt(page, own)
    })
  },
})

export { expect } from '@playwright/test'

function newContext(browser: Browser, traits: BrowserContextOptions) {
  return browser.newContext(traits)
}
