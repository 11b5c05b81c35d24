import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('a page nobody touches is asked, lets go of its line, and is back at one touch', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const lou = await aVisitor()
  const { page } = lou
  await page.clock.install()
  await lou.arrive()
  let opened = 0
  let lines = 0
  page.on('websocket', (socket) => {
    opened += 1
    lines += 1
    socket.on('close', () => (lines -= 1))
  })
  await lou.start()
  await expect(page.getByRole('heading', { name: 'En attendant' })).toBeVisible()
  const asked = page.getByText('Tu es toujours là ?')

  // Who writes, or touches anything, is there.
  await page.clock.fastForward('09:00')
  await lou.message.pressSequentially('Je suis')
  await page.clock.fastForward('09:00')
  await expect(asked).toHaveCount(0)
  await page.clock.fastForward('01:30')
  await expect(asked).toBeVisible()
  await look(page, 'waiting-still-there')
  await expect.poll(() => lines).toBe(1)

  await page.clock.fastForward('01:30')
  await expect.poll(() => lines).toBe(0)
  const before = opened
  await page.clock.fastForward('01:00')
  await expect(asked).toBeVisible()
  expect(opened).toBe(before)

  await page.getByRole('button', { name: 'Oui, je suis là' }).click()
  await expect(asked).toHaveCount(0)
  await expect.poll(() => lines).toBe(1)
  await lou.sees('Tu es la prochaine personne.')
  await expect(lou.message).toHaveValue('Je suis')

  await mina.accept()
  await lou.isAt('Mina est là, avec toi.')
  await page.clock.fastForward('12:00')
  await expect(asked).toHaveCount(0)
  await lou.say('Je suis là.')
  await lou.end()
  await mina.conversation().wrapUp()
})
