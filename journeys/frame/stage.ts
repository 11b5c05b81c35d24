import { test as base, type BrowserContextOptions } from '@playwright/test'
import { asFound } from './as-found.ts'
import { phone, screen, someone } from './browser.ts'
import { type Counsellor, counsellorAt } from './counsellor.ts'
import { aDemo, type Demo } from './demo.ts'
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
  stage: async ({ house, browser }, use, story) => {
    const seen: Watch[] = []
    const close: (() => Promise<void>)[] = []
    await use({
      async enter(traits) {
        const { baseURL = house.origin } = traits
        const context = await browser.newContext({ ...someone, ...traits, baseURL })
        close.push(() => context.close())
        const own = await watch(context, baseURL)
        seen.push(own)
        return { page: await context.newPage(), watch: own }
      },
    })
    // A story that broke off has said why, and left things lying about.
    const whole = story.errors.length === 0
    if (whole) for (const own of seen) await own.allWell()
    for (const one of close) await one()
    if (whole) await asFound(house)
  },

  aVisitor: async ({ stage }, use) => {
    await use(async (traits) => {
      const { page, watch: own } = await stage.enter({ ...phone, ...traits })
      return visitorAt(page, own)
    })
  },

  aCounsellor: async ({ stage }, use) => {
    await use(async (traits) => {
      const { page, watch: own } = await stage.enter({ ...screen, ...traits })
      return counsellorAt(page, own)
    })
  },
})

export { expect } from '@playwright/test'
