import { chromium, expect } from '@playwright/test'
import { browser, phone, someone } from './frame/browser.ts'
import { test } from './frame/stage.ts'
import { visitorAt } from './frame/visitor.ts'
import { watch } from './frame/watch.ts'

const long = { ago: new Date('1970-01-02T03:04:05Z'), ahead: new Date('2099-06-01T12:00:00Z') }

test('clocks that are years off, jump or sleep eight hours keep nobody from being heard', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  const talk = mina.conversation()
  await test.step('a desk that believes it is 2099 rings and answers all the same', async () => {
    await mina.page.clock.install({ time: long.ahead })
    await mina.signIn('Mina')
    await mina.takeSeat()
  })

  const lou = await aVisitor()
  await test.step('a telephone with a wrong date is told so, and what to do', async () => {
    await lou.page.clock.install({ time: long.ago })
    for (const wrong of [long.ago, long.ahead]) {
      await lou.page.clock.setSystemTime(wrong)
      await lou.arrive()
      await lou.page.getByRole('button', { name: 'Commencer à parler' }).click()
      await lou.page.getByRole('button', { name: 'Passer, et attendre quelqu’un' }).click()
      await lou.isAt('On reste là')
      await lou.sees(/La date de ton appareil/)
      await expect(lou.page.getByText(/erreur|error|expired|not_yet/i)).toHaveCount(0)
    }
    await lou.page.clock.setSystemTime(new Date())
    await lou.page.getByRole('button', { name: 'Réessayer' }).click()
    await lou.isAt('Ta place est gardée')
  })

  await test.step('and in the middle of a conversation a clock may jump', async () => {
    await expect(mina.ring).not.toContainText(/\d{4}/)
    await mina.accept()
    await lou.isAt('Mina est là, avec toi.')
    for (const [words, to] of [
      ['hier', long.ago],
      ['demain', long.ahead],
      ['aujourd’hui', new Date()],
    ] as const) {
      await lou.page.clock.setSystemTime(to)
      await lou.say(words)
      await talk.reads(words)
      await talk.say(`${words}, entendu`)
      await lou.reads(`${words}, entendu`)
    }
    await mina.page.clock.setSystemTime(long.ago)
    await lou.say('et toi')
    await talk.reads('et toi')
    await mina.page.clock.setSystemTime(new Date())
  })

  await test.step('after eight hours of sleep the desk is locked, and no word is lost', async () => {
    await mina.page.clock.fastForward('08:00:00')
    await expect(mina.page.getByRole('heading', { name: 'Ouvrir le coffre' })).toBeVisible()
    await lou.page.clock.fastForward('08:00:00')
    await lou.write('je me réveille')
    await lou.message.press('Enter')
    await expect(lou.log.getByText('je me réveille')).toBeVisible()
    await mina.page.getByRole('button', { name: 'Ouvrir d’un clic' }).click()
    await talk.reads('je me réveille')
    await lou.end()
    await talk.wrapUp()
  })
})

test('a page the browser kept to go back to shows nothing of what was said on it', async ({
  house,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  await mina.setSeat('En pause')
  // Other stories run without this cache; visitors have it.
  const keeps = await chromium.launch({
    ...browser,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  try {
    const context = await keeps.newContext({ ...someone, ...phone, baseURL: house.origin })
    const seen = await watch(context, house.origin)
    const lou = visitorAt(await context.newPage(), seen)
    await lou.arrive()
    await lou.page.goto('/fr/')
    await lou.start()
    await lou.say('que personne ne lise ça')
    await lou.page.goto('about:blank')
    await lou.page.goBack()
    await lou.isAt(/Salut/)
    await expect(lou.page.getByText('que personne ne lise ça')).toHaveCount(0)
    await lou.page.goBack()
    await lou.isAt(/Salut/)
    await lou.page.goForward()
    await lou.isAt(/Salut/)
    await expect(lou.page.getByText('que personne ne lise ça')).toHaveCount(0)
    // Whoever left so is not waited for.
    await expect(mina.queue.getByText('Personne n’attend', { exact: false })).toBeVisible()
    await lou.start()
    await lou.page.goto('about:blank')
    await expect(mina.queue.getByText('Personne n’attend', { exact: false })).toBeVisible()
    await seen.allWell()
  } finally {
    await keeps.close()
  }
})
