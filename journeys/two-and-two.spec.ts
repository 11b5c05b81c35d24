import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('two who wait meet two who answer, each in turn and each one’s own', async ({
  aVisitor,
  aCounsellor,
}) => {
  const [mina, noam] = [await aCounsellor(), await aCounsellor()]
  await mina.signIn('Mina')
  await noam.signIn('Noam')
  for (const counsellor of [mina, noam]) {
    await counsellor.takeSeat()
    await counsellor.setSeat('En pause')
  }

  const [lou, noor] = [await aVisitor(), await aVisitor()]
  await lou.arrive()
  await lou.start()
  await lou.sees('Tu es la prochaine personne.')
  await noor.arrive()
  await noor.start()
  await noor.sees('Encore 1 personne avant toi.')
  await lou.sees('Tu es la prochaine personne.')
  await expect(noam.queue.getByRole('listitem')).toHaveCount(2)

  await test.step('who is passed on by one rings at the other', async () => {
    await mina.setSeat('Disponible')
    await mina.decline()
    // Lou is not for Mina any more; the next ring is Noor’s, and Lou’s is Noam’s.
    await noam.setSeat('Disponible')
    await noam.accept()
    await lou.isAt('Noam est là, avec toi.')
    await noor.sees('Tu es la prochaine personne.')
    await mina.accept()
    await noor.isAt('Mina est là, avec toi.')
  })

  await test.step('words go to whom they are meant for, and to nobody else', async () => {
    await lou.say('Ici Lou')
    await noor.say('Ici Noor')
    await noam.conversation().reads('Ici Lou')
    await mina.conversation().reads('Ici Noor')
    await noam.conversation().say('Bonjour Lou')
    await mina.conversation().say('Bonjour Noor')
    await lou.reads('Bonjour Lou')
    await noor.reads('Bonjour Noor')
    await expect(lou.page.getByText(/Noor/)).toHaveCount(0)
    await expect(noor.page.getByText(/Lou/)).toHaveCount(0)
    await expect(mina.page.getByText(/Lou/)).toHaveCount(0)
    await expect(noam.page.getByText(/Noor/)).toHaveCount(0)
  })

  const zoe = await aVisitor()
  await test.step('who stays with somebody in danger is rung for nobody else', async () => {
    await mina.setSeat('En pause')
    await setRisk('Aucun', 'Élevé')
    await zoe.arrive()
    await zoe.start()
    await zoe.sees('Tu es la prochaine personne.')
    await expect(noam.queue.getByRole('listitem')).toHaveCount(1)
    // Mina, who has room, is the one it rings for, however long Noam has been free.
    await mina.setSeat('Disponible')
    await expect(mina.ring).toBeVisible()
    await expect(noam.ring).toBeHidden()
    await mina.setSeat('En pause')
    await expect(mina.ring).toBeHidden()
  })

  await test.step('and again for two once the danger is over', async () => {
    await setRisk('Élevé', 'Faible')
    await expect(noam.ring).toBeVisible()
    await noam.accept()
    await zoe.isAt('Noam est là, avec toi.')
    await zoe.say('Ici Zoé')
    await noam.conversation(2).reads('Ici Zoé')
    await look(noam.page, 'desk-two-conversations')
  })

  await noam.conversation(2).end('On s’est dit au revoir')
  await noam.conversation(2).wrapUp()
  for (const counsellor of [noam, mina]) {
    await counsellor.conversation().end('On s’est dit au revoir')
    await counsellor.conversation().wrapUp()
  }
  for (const visitor of [lou, noor, zoe]) await visitor.isAt('Prends soin de toi')

  async function setRisk(from: string, to: string) {
    const { card } = noam.conversation()
    await card.getByRole('button', { name: new RegExp(`Risque.*${from}`) }).click()
    await noam.page.getByRole('menuitemradio', { name: new RegExp(`^${to}`) }).click()
    await expect(card.getByRole('button', { name: new RegExp(`Risque.*${to}`) })).toBeVisible()
  }
})
