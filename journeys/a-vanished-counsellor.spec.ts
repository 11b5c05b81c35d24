import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

// domain/patience: a desk may come back within a minute; then its visitors go to the head.
const grace = { seconds: 60 }
const slack = { seconds: 20 }

test('a counsellor vanishes, and another goes on where the words stopped', async ({
  aVisitor,
  aCounsellor,
}) => {
  test.setTimeout((grace.seconds + 120) * 1000)
  const [mina, noam] = [await aCounsellor(), await aCounsellor()]
  await mina.signIn('Mina')
  await mina.takeSeat()
  await noam.signIn('Noam')
  const lou = await aVisitor()
  await lou.arrive()
  await lou.start()
  await lou.say('C’est mon frère.')
  await mina.accept()
  await mina.conversation().say('Qu’est-ce qui se passe avec lui ?')
  await lou.reads('Qu’est-ce qui se passe avec lui ?')

  // No word, no seat given up: the browser is simply gone.
  await mina.page.close()
  await lou.say('Tu es là ?')
  await noam.takeSeat()
  await noam.setSeat('En pause')
  const noor = await aVisitor()
  await noor.arrive()
  await noor.start()
  await noor.sees('Tu es la prochaine personne.')

  const patiently = { timeout: (grace.seconds + slack.seconds) * 1000 }
  await expect(lou.heading).toHaveText('Mina a un souci de réseau et revient.', patiently)
  await expect(lou.heading).toHaveText('Ta place est gardée', patiently)
  await lou.sees(/tête de la file/)
  await lou.sees('Tu es la prochaine personne.')
  await lou.reads('C’est mon frère.', 'Qu’est-ce qui se passe avec lui ?', 'Tu es là ?')
  await look(lou.page, 'back-in-the-queue')
  // Whoever came after has one more before them, and is told.
  await noor.sees('Encore 1 personne avant toi.')

  await noam.setSeat('Disponible')
  await noam.accept()
  await lou.isAt('Noam est là, avec toi.')
  await lou.sees('Noam prend la suite. La conversation continue.')
  const talk = noam.conversation()
  await talk.reads('C’est mon frère.', 'Qu’est-ce qui se passe avec lui ?', 'Tu es là ?')
  await talk.say('Je suis Noam, j’ai tout lu.')
  await lou.reads('Je suis Noam, j’ai tout lu.')
  await lou.say('Merci.')
  await talk.reads('Merci.')
  await look(noam.page, 'desk-taken-over')

  await noam.accept()
  await noor.isAt('Noam est là, avec toi.')
  await noor.end()
  await noam.conversation(2).wrapUp()
  await talk.end('On s’est dit au revoir')
  await talk.wrapUp()
  await lou.isAt('Prends soin de toi')
})
