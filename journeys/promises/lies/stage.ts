import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { aHostileProxy, type HostileProxy } from '@veilleuse/testkit/hostile-proxy'
import { browser, phone, screen } from '../../frame/browser.ts'
import { aColleague, aMember, type Colleague } from '../../frame/colleague.ts'
import { aDemo, type Demo, freePort } from '../../frame/demo.ts'
import { aNewcomer, type Newcomer } from './newcomer.ts'
import { aDeskOf, type LiveDesk } from './live-desk.ts'

/** A helpline that everybody reaches through somebody who may lie. All in English. */
export type Stage = {
  readonly house: Demo & { readonly through: string }
  readonly proxy: HostileProxy
  /** What pages threw and nobody caught. */
  readonly faults: readonly string[]
  /** Mina without a screen: she answers the visitors who are lied to. */
  mina(): Promise<Colleague>
  /** Noam at the real desk, who is lied to himself. */
  noam(): Promise<LiveDesk>
  /** A page of somebody's own, on a telephone or at a desk. */
  page(traits?: BrowserContextOptions): Promise<Page>
  /** A visitor on the real page, who has just opened it. */
  newcomer(): Promise<Newcomer>
  /** A conversation that was kept, told the truth: its eight words, and what was said in it. */
  kept(): Promise<Kept>
  /** The root's fingerprint, as every page carries it. */
  pin(): Promise<Uint8Array>
  /** Makes words that occur once in the world, and remembers them. */
  plant(words: string): string
  /** All that was planted. */
  readonly planted: readonly string[]
}

export type Kept = { readonly words: string; readonly said: readonly string[] }

export async function aStage(t: TestContext): Promise<Stage> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const house = await aDemo({ environment: { PUBLIC_ORIGIN: origin } })
  t.after(() => house.end())
  await house.start()
  const proxy = await aHostileProxy({ port, to: house.port })
  t.after(() => proxy.close())
  const chrome: Browser = await chromium.launch(browser)
  t.after(() => chrome.close())
  const faults: string[] = []
  let mina: Promise<Colleague> | undefined
  let noam: Promise<LiveDesk> | undefined
  let kept: Promise<Kept> | undefined
  const planted: string[] = []

  const stage: Stage = {
    house: { ...house, through: origin },
    proxy,
    faults,
    planted,
    plant(words) {
      planted.push(`${words} ${randomUUID()}`)
      return planted.at(-1) ?? ''
    },
    pin: async () => (await aMember(house, 'mina', origin)).contents.root,
    kept: () => (kept ??= keepsAConversation(stage)),
    mina: () => (mina ??= comesIn()),
    noam: () => (noam ??= page(screen).then((own) => aDeskOf(own, { alias: 'Noam', origin }))),
    page,
    newcomer: async () => aNewcomer(await page(phone)),
  }
  return stage

  async function comesIn(): Promise<Colleague> {
    const colleague = await aColleague(house, 'mina', origin)
    t.after(() => colleague.leave())
    return colleague
  }

  async function page(traits: BrowserContextOptions = screen): Promise<Page> {
    const english = {
      locale: 'en-GB',
      timezoneId: 'Europe/Paris',
      reducedMotion: 'reduce',
    } as const
    const context = await chrome.newContext({ ...english, ...traits, baseURL: origin })
    context.on('weberror', (failure) => faults.push(String(failure.error().stack)))
    context.setDefaultTimeout(15_000)
    return context.newPage()
  }
}

async function keepsAConversation({ mina: asked, newcomer, plant }: Stage): Promise<Kept> {
  const mina = await asked()
  const lou = await newcomer()
  await lou.waits()
  const conversation = await mina.acceptNext()
  await lou.isAt('Mina is here, with you.')
  const said = [plant('The first time I did not dare.'), plant('You are here now.')]
  const [first = '', answer = ''] = said
  await lou.say(first)
  await mina.say(conversation, answer)
  await lou.reads(answer)
  const words = await lou.keeps()
  await lou.leaves()
  await mina.close(conversation)
  return { words, said }
}
