import { type Browser, chromium } from '@playwright/test'
import * as v from 'valibot'
import { browser as quiet, phone, someone } from '../../journeys/frame/browser.ts'
import { seeded } from './evening.ts'
import { medianOf } from './figures.ts'
import { startServer } from './running-server.ts'
import { watches } from './talk.ts'

/** Slow 3G as browsers' tools have it, and a phone a quarter as fast as this machine. */
const slow = { latency: 2000, bytesPerSecond: 50_000, slower: 4 }

export type FirstPage = {
  /** Milliseconds from the address to the first words, and to working buttons and way out. */
  readonly painted: number
  readonly interactive: number
  /** Sent over the network by then, headers included; and once all is fetched that is wanted. */
  readonly bytes: number
  readonly bytesInAll: number
}

const Times = v.object({ painted: v.number(), interactive: v.number() })

/** A young person's first look at an open line, on a slow network and an old phone; medians. */
export async function firstPage(folder: string, times: number): Promise<FirstPage> {
  const cast = await seeded(folder, { counsellors: 1, each: 0, supervisors: 0, waiting: 0 })
  const server = await startServer(folder)
  const desks = cast.desks.map((token) => watches(server.origin, token))
  const chrome = await chromium.launch(quiet)
  try {
    const looks: FirstPage[] = []
    for (let n = 0; n < times; n += 1) looks.push(await look(chrome, `${server.origin}/fr/`))
    const median = (of: keyof FirstPage) => medianOf(looks.map((one) => one[of]))
    return {
      painted: median('painted'),
      interactive: median('interactive'),
      bytes: median('bytes'),
      bytesInAll: median('bytesInAll'),
    }
  } finally {
    await chrome.close()
    for (const desk of desks) desk.close()
    await server.stop()
  }
}

async function look(chrome: Browser, address: string): Promise<FirstPage> {
  const context = await chrome.newContext({ ...someone, ...phone })
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  await tools.send('Network.enable')
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true })
  await tools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slow.latency,
    downloadThroughput: slow.bytesPerSecond,
    uploadThroughput: slow.bytesPerSecond,
  })
  await tools.send('Emulation.setCPUThrottlingRate', { rate: slow.slower })
  const sizes: number[] = []
  tools.on('Network.loadingFinished', ({ encodedDataLength }) => sizes.push(encodedDataLength))
  await page.goto(address, { waitUntil: 'domcontentloaded' })
  const [bytes = 0] = sizes
  await page.waitForLoadState('networkidle')
  // The page's own script stands in it: when the document is read, way out and buttons work.
  const times = v.parse(
    Times,
    await page.evaluate(() => {
      const [read] = performance.getEntriesByType('navigation')
      const paint = performance.getEntriesByName('first-contentful-paint')[0]
      const interactive =
        read instanceof PerformanceNavigationTiming ? read.domContentLoadedEventEnd : undefined
      return { painted: paint?.startTime, interactive }
    }),
  )
  await context.close()
  return { ...times, bytes, bytesInAll: sizes.reduce((sum, size) => sum + size, 0) }
}
