import { expect, type Page } from '@playwright/test'
import { aColleague } from './frame/colleague.ts'
import { examine } from './frame/look.ts'
import { test } from './frame/stage.ts'

test('the page speaks as its reader does, and changes in mid-conversation', async ({
  house,
  aVisitor,
}) => {
  const mina = await aColleague(house, 'mina')
  const lou = await aVisitor({ locale: 'en-GB', colorScheme: 'dark' })
  const { page } = lou
  await page.goto('/')
  await lou.isAt(/Hi. You can talk here./)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await examine(page, 'landing, in English, dark')

  await test.step('from the page: another page, in French, and back', async () => {
    await choose(page, 'English', 'Français')
    await lou.isAt(/Salut/)
    await expect(page).toHaveURL(/\/fr\/$/)
    await examine(page, 'landing, in French, dark')
    await choose(page, 'Français', 'English')
    await lou.isAt(/Hi/)
  })

  await test.step('while waiting: the same place, the same words begun', async () => {
    await page.getByRole('button', { name: 'Start talking' }).click()
    await lou.isAt('Are you in danger right now?')
    await page.getByRole('button', { name: 'Skip, and wait for somebody' }).click()
    await lou.isAt('Your place is kept')
    await examine(page, 'waiting, in English, dark')
    const message = page.getByRole('textbox', { name: 'Write your message' })
    await message.fill('I do not know how to')
    await choose(page, 'English', 'Français')
    await lou.isAt('Ta place est gardée')
    await expect(lou.message).toHaveValue('I do not know how to')
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    await lou.say('Je ne sais pas comment le dire')
  })

  await test.step('in the conversation: nothing of it is lost', async () => {
    const id = await mina.acceptNext()
    await mina.say(id, 'Prends ton temps.')
    await lou.isAt('Mina est là, avec toi.')
    await lou.reads('Prends ton temps.')
    const before = page.url()
    const log = page.getByRole('log', { name: 'Conversation' })
    await mina.say(id, 'Une longue histoire.\n'.repeat(60))
    await mina.say(id, 'Je suis là.')
    await expect(log.getByText('Je suis là.')).toBeInViewport()
    await choose(page, 'Français', 'English')
    await lou.isAt('Mina is here, with you.')
    await expect(log.getByText('Je suis là.')).toBeInViewport()
    expect(page.url()).toBe(before)
    for (const words of ['Je ne sais pas comment le dire', 'Prends ton temps.'])
      await expect(log.getByText(words)).toBeVisible()
    await examine(page, 'conversation, in English, dark')
    await expect(page.getByRole('link', { name: 'Leave fast' })).toBeVisible()
    await expect(page.getByText('In danger now?')).toBeVisible()
    await page.getByRole('textbox', { name: 'Write your message' }).fill('It goes on in English')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect
      .poll(() => mina.heard(id).map(({ text }) => text))
      .toEqual(expect.arrayContaining(['Je ne sais pas comment le dire', 'It goes on in English']))
    await mina.end(id)
    await lou.isAt('Take care of yourself')
    await examine(page, 'end, in English, dark')
    await choose(page, 'English', 'Français')
    await lou.isAt('Prends soin de toi')
    await examine(page, 'end, in French, dark')
    await mina.close(id)
  })
  await mina.goHome()
})

test('the desk changes its language and its light while somebody talks', async ({
  house,
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  const { page } = mina
  await mina.signIn('Mina')
  await mina.takeSeat()
  const lou = await aVisitor()
  await lou.arrive()
  await lou.start()
  await mina.accept()
  await lou.say('Bonsoir')
  const talk = mina.conversation()
  await talk.reads('Bonsoir')
  await talk.message.fill('Un brouillon')

  await page.getByRole('button', { name: 'Réglages' }).click()
  await page.getByRole('radio', { name: 'English' }).check({ force: true })
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await page.getByRole('radio', { name: 'Night' }).check({ force: true })
  await examine(page, 'settings of the desk, in English, by night')
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const card = page.getByRole('article', { name: 'Conversation 1' })
  await expect(card.getByText('Bonsoir')).toBeVisible()
  await expect(card.getByRole('textbox', { name: 'Your message (1)' })).toHaveValue('Un brouillon')
  await examine(page, 'desk, in English, by night')

  // What a reader asked for holds, whatever the device says, and after a reload.
  await page.emulateMedia({ colorScheme: 'light' })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Open the vault' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await examine(page, 'locked, in English, by night')

  // Unlocked, it goes on where it was, down to the words begun.
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(house.person('mina').passphrase)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(card.getByText('Bonsoir')).toBeVisible()
  await expect(card.getByRole('textbox', { name: 'Your message (1)' })).toHaveValue('Un brouillon')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('radio', { name: 'Français' }).check({ force: true })
  await page.keyboard.press('Escape')
  await talk.say('Bonsoir, je suis là.')
  await lou.reads('Bonsoir, je suis là.')
  await lou.end()
  await talk.wrapUp()
})

async function choose(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('banner').getByText(from).first().click()
  await page.getByRole('link', { name: to, exact: true }).click()
}
