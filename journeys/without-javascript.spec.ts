import { photograph } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('without JavaScript the page can be read, and the numbers called', async ({ aVisitor }) => {
  const lou = await aVisitor({ javaScriptEnabled: false })
  await lou.page.goto('/')
  await expect(lou.heading).toHaveText(/Salut/)
  await lou.sees(/il faut un navigateur récent avec JavaScript/)
  await expect(lou.page.getByRole('button', { name: 'Commencer à parler' })).toBeHidden()
  for (const number of ['112', '114', '3114', '119']) {
    const link = lou.page
      .getByRole('contentinfo')
      .getByRole('listitem')
      .getByRole('link', { name: number, exact: true })
    await expect(link).toBeVisible()
    // 114 is for those who cannot speak: it is written to.
    const way = number === '114' ? 'sms' : 'tel'
    await expect(link).toHaveAttribute('href', `${way}:${number}`)
  }
  await expect(lou.exit).toHaveAttribute('href', 'https://meteofrance.com/')
  await photograph(lou.page, 'without-javascript')

  // The rules open and close, and the other language is a page of its own.
  await lou.page.getByText('Est-ce que mes parents le sauront ?').click()
  await lou.sees(/On ne prévient ni tes parents, ni ton école/)
  await lou.page.getByText('Français').first().click()
  await lou.page.getByRole('link', { name: 'English' }).click()
  await expect(lou.heading).toHaveText(/Hi/)
})
