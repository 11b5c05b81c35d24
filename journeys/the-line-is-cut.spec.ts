import { expect, type BrowserContext } from '@playwright/test'
import { aProxy } from '@veilleuse/testkit/proxy'
import { aDemo, freePort } from './frame/demo.ts'
import { look } from './frame/look.ts'
import { test } from './frame/stage.ts'

// The networks of a train in a tunnel: long enough to worry, shorter than a counsellor’s grace.
const tunnel = { seconds: 30 }

test('the line is cut, the server dies, and no word is lost or said twice', async ({
  aVisitor,
  aCounsellor,
}) => {
  test.setTimeout(240_000)
  const port = await freePort()
  const baseURL = `http://localhost:${port}`
  const house = await aDemo({ environment: { PUBLIC_ORIGIN: baseURL } })
  const proxy = await aProxy({ port, to: house.port })
  try {
    await house.start()
    const mina = await aCounsellor({ baseURL })
    const lou = await aVisitor({ baseURL })
    for (const { watch } of [mina, lou])
      watch.expectFault(/ERR_|WebSocket connection to|Failed to load resource/)
    await mina.signIn('Mina')
    await mina.takeSeat()
    await lou.arrive()
    await lou.start()
    await mina.accept()
    const talk = mina.conversation()
    await lou.isAt('Mina est là, avec toi.')
    await lou.say('Un')
    await talk.say('Deux')
    await talk.reads('Un')

    await test.step('half a minute without a network, on both sides', async () => {
      proxy.cut()
      await offline([lou.context, mina.context], true)
      await lou.sees(/Pas de réseau. Tu peux écrire quand même/)
      await expect(mina.page.getByText('Connexion perdue', { exact: true })).toBeVisible()
      await lou.say('Trois')
      await lou.say('Quatre')
      await talk.say('Cinq')
      await lou.sees('En route')
      await look(lou.page, 'conversation-offline')
      await look(mina.page, 'desk-offline')
      await staysSo(tunnel, async () => {
        await lou.isAt('Mina est là, avec toi.')
        await expect(lou.page.getByText(/Pas de réseau/)).toBeVisible()
        await expect(talk.log.getByText('Cinq')).toBeVisible()
      })
      proxy.mend()
      await offline([lou.context, mina.context], false)
      await lou.reads('Cinq')
      await talk.reads('Trois', 'Quatre')
      await expect(lou.page.getByText(/Pas de réseau|On se reconnecte/)).toBeHidden()
      await expect(mina.page.getByText('Connexion perdue', { exact: true })).toBeHidden()
    })

    await test.step('the server is killed and comes back', async () => {
      await house.kill('server')
      await lou.sees('On se reconnecte…')
      await expect(mina.page.getByText('Connexion perdue', { exact: true })).toBeVisible()
      await lou.say('Six')
      await talk.say('Sept')
      await house.start()
      await talk.reads('Six')
      await lou.reads('Sept')
      await expect(lou.page.getByText('On se reconnecte…')).toBeHidden()
      await lou.say('Huit')
      await talk.reads('Huit')
    })

    const words = ['Un', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six', 'Sept', 'Huit']
    for (const log of [lou.log, talk.log]) {
      // A message stands alone in its bubble, or after the name of its author.
      for (const word of words)
        await expect(log.getByText(new RegExp(`(^|: )${word}$`))).toHaveCount(1)
      const text = await log.innerText()
      for (const own of [
        ['Un', 'Trois', 'Quatre', 'Six', 'Huit'],
        ['Deux', 'Cinq', 'Sept'],
      ]) {
        const places = own.map((word) => text.search(new RegExp(`(^|\\s)${word}(\\s|$)`, 'm')))
        expect(
          places.toSorted((a, b) => a - b),
          `order of ${own.join(', ')}`,
        ).toEqual(places)
      }
    }
    await expect(lou.page.getByText(/n’est plus là|tête de la file/)).toHaveCount(0)

    await talk.end('On s’est dit au revoir')
    await talk.wrapUp()
    await lou.isAt('Prends soin de toi')
  } finally {
    await proxy.close()
    await house.end()
  }
})

async function offline(contexts: readonly BrowserContext[], is: boolean): Promise<void> {
  for (const context of contexts) await context.setOffline(is)
}

/** For as long as this lasts, what is on the screen stays true: looked at again each second. */
async function staysSo(
  { seconds }: { seconds: number },
  check: () => Promise<void>,
): Promise<void> {
  const began = performance.now()
  await expect(async () => {
    await check()
    expect(performance.now() - began).toBeGreaterThan(seconds * 1000)
  }).toPass({ intervals: [1000], timeout: (seconds + 20) * 1000 })
}
