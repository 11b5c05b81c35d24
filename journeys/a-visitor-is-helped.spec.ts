import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('a visitor arrives, waits, is answered, heard, and leaves with something to keep', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.page.goto('/desk/')
  await expect(mina.page.getByRole('region', { name: 'Démonstration' })).toBeVisible()
  await look(mina.page, 'desk-sign-in')
  await mina.signIn('Mina')
  await look(mina.page, 'desk-off-duty')
  await mina.takeSeat()
  await look(mina.page, 'desk-calm')
  // On a break the line is open and nothing rings: time to look at the one who waits.
  await mina.setSeat('En pause')

  const lou = await aVisitor()
  await lou.arrive()
  await lou.sees('Ouvert en ce moment')
  await look(lou.page, 'landing')
  await lou.start()
  await lou.sees('Tu es la prochaine personne.')
  await lou.say('Bonjour. Je ne sais pas par où commencer.')
  await lou.sees('Reçu')
  await look(lou.page, 'waiting')

  await mina.setSeat('Disponible')
  // The ring takes the focus of an idle desk: Enter is enough.
  await expect(mina.ring).toBeVisible()
  await expect(mina.queue.getByRole('listitem')).toHaveCount(1)
  await look(mina.page, 'desk-ring')
  await expect(mina.ring.getByRole('button', { name: 'Accepter' })).toBeFocused()
  await mina.page.keyboard.press('Enter')
  const talk = mina.conversation()
  await talk.reads('Bonjour. Je ne sais pas par où commencer.')
  await lou.isAt('Mina est là, avec toi.')
  await lou.sees('Lu')

  await talk.message.pressSequentially('Je suis ')
  await lou.sees('Mina écrit…')
  await talk.say('Je suis là. Commence par où tu veux.')
  await lou.reads('Je suis là. Commence par où tu veux.')
  await expect(lou.page.getByText('Mina écrit…')).toBeHidden()
  await expect(talk.log.getByText(/· lu$/)).toBeVisible()

  await lou.message.pressSequentially('C’est ')
  await expect(talk.card.getByText('écrit…').first()).toBeVisible()
  await lou.say('C’est à la maison.')
  await talk.reads('C’est à la maison.')
  await lou.page.getByRole('button', { name: 'J’ai besoin de temps' }).click()
  await expect(talk.card.getByText(/A demandé un peu de temps/)).toBeVisible()
  await look(mina.page, 'desk-conversation')
  await look(lou.page, 'conversation')

  await talk.end(
    'On s’est dit au revoir',
    'Tu as parlé, et c’était courageux. Demain : l’infirmière.',
  )
  await lou.isAt('Prends soin de toi')
  await lou.reads('Tu as parlé, et c’était courageux. Demain : l’infirmière.')
  await look(lou.page, 'end')
  const survey = lou.page.locator('form')
  await survey
    .getByRole('group', { name: /bien écouté/ })
    .getByRole('radio', { name: '5' })
    .check()
  await survey
    .getByRole('group', { name: /ça va mal/ })
    .getByRole('radio', { name: '4' })
    .check()
  await survey
    .getByRole('group', { name: /reviendrais/ })
    .getByRole('radio', { name: 'Oui' })
    .check()
  await lou.page.getByRole('button', { name: 'Envoyer mes réponses' }).click()
  await lou.sees(/Tes réponses sont comptées sans ta conversation/)

  await look(mina.page, 'desk-wrap-up')
  await talk.wrapUp()
  await expect(mina.page.getByRole('heading', { name: 'Tout est calme' })).toBeVisible()
})
