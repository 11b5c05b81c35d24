import { type BrowserContext, expect, type Page } from '@playwright/test'

/** Looks over somebody's shoulder: whatever goes wrong behind the screen is kept until asked. */
export type Watch = {
  /** Faults of this kind belong to the story: a network that is cut, a code that is wrong. */
  expectFault(what: RegExp): void
  /** Requests to this address belong to the story: where quick exit goes. */
  expectAddress(address: string): void
  /** Fails when anything happened that no story expects. */
  allWell(): Promise<void>
}

// Said in the page, so that the frames in it are heard too.
const policyReport = 'content policy: '

export async function watch(context: BrowserContext, origin: string): Promise<Watch> {
  const faults: string[] = []
  const strangers: string[] = []
  const expected: RegExp[] = []
  const addresses: string[] = []
  const host = new URL(origin).host

  await context.addInitScript((report) => {
    addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event
      const where = `${sourceFile}:${lineNumber}`
      // oxlint-disable-next-line no-console -- the console is how the page's word reaches the test
      console.error(`${report}${effectiveDirective} ${blockedURI} ${where} ${sample}`)
    })
  }, policyReport)

  context.on('request', (request) => {
    const { protocol, host: asked } = new URL(request.url())
    if (/^https?:$/.test(protocol) && asked !== host) strangers.push(request.url())
  })
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (failure) => {
    faults.push(String(failure.error().stack ?? failure.error()))
  })
  context.on('page', follow)
  for (const page of context.pages()) follow(page)

  return {
    expectFault: (what) => void expected.push(what),
    expectAddress: (address) => void addresses.push(address),
    async allWell() {
      const unforeseen = faults.filter((fault) => !expected.some((what) => what.test(fault)))
      expect(unforeseen, 'faults behind the screen').toEqual([])
      const elsewhere = strangers.filter((url) => !addresses.includes(url))
      expect(elsewhere, 'requests to other sites').toEqual([])
      expect(await context.cookies(), 'cookies').toEqual([])
    },
  }

  function follow(page: Page) {
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== host) strangers.push(socket.url())
    })
    page.on('crash', () => faults.push(`the page crashed: ${page.url()}`))
  }
}
