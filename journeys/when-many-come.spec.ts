import { aDemo } from './frame/demo.ts'
import { expect, test } from './frame/stage.ts'

test('when very many come, one waits a moment longer, is told so, and gets a place', async ({
  aVisitor,
  aCounsellor,
}) => {
  // A helpline of its own: a crowd is felt for minutes, and other stories know none.
  const crowded = await aDemo()
  try {
    await crowded.start()
    const { origin } = crowded
    const mina = await aCounsellor({ baseURL: origin })
    await mina.signIn('Mina')
    await mina.takeSeat()
    const lou = await aVisitor({ baseURL: origin })
    // Being asked to work first is a refusal, which the browser counts as a fault.
    lou.watch.expectFault(/429 \(Too Many Requests\)/)
    await lou.arrive()
    await lou.page.evaluate(() => {
      const told: string[] = []
      Object.assign(window, { told })
      const tell = () => told.push(document.querySelector('main [role=status]')?.textContent ?? '')
      new MutationObserver(tell).observe(document.body, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    })
    await comesIn(origin, 900)

    await lou.start()

    const told = await lou.page.evaluate<string[]>('told')
    expect(told).toContain(
      'Beaucoup de monde arrive en même temps. Ta place arrive, encore quelques secondes…',
    )
    await lou.say('Je ne sais pas par où commencer.')
    // Whoever is still there when a helpline stops sees that.
    for (const { page } of [lou, mina]) await page.goto('about:blank')
  } finally {
    await crowded.end()
  }
})

/** So many at once, none of whom goes any further. */
async function comesIn(origin: string, many: number) {
  const secret = 'A'.repeat(43)
  const body = { line: 'nowhere', language: 'fr', opening: 'AAAA', rulesVersion: 1, secret }
  const asks = () =>
    fetch(`${origin}/api/visit/arrive`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  for (let come = 0; come < many; come += 50) await Promise.all(Array.from({ length: 50 }, asks))
}
