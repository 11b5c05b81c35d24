import { randomBytes } from 'node:crypto'
import { makePhrase, readPhrase } from '@veilleuse/sealing/phrase'
import { french } from '@veilleuse/sealing/words/french'
import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

const nothing = /Ces mots n’ouvrent rien/

test('a visitor comes back with eight words, and is recognised by nothing else', async ({
  aVisitor,
  aCounsellor,
}) => {
  test.setTimeout(240_000)
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const talk = mina.conversation()

  const lou = await aVisitor()
  let words: readonly string[] = []
  await test.step('at the end of a conversation, the words are shown once', async () => {
    await lou.arrive()
    await lou.start()
    await lou.say('La première fois, je n’ai pas osé.')
    await mina.accept()
    await talk.say('C’est déjà beaucoup d’avoir écrit.')
    await lou.reads('C’est déjà beaucoup d’avoir écrit.')
    await talk.end('On s’est dit au revoir')
    await talk.wrapUp()
    await lou.isAt('Prends soin de toi')
    await lou.page.getByText('Relire la conversation').click()
    await lou.reads('La première fois, je n’ai pas osé.', 'C’est déjà beaucoup d’avoir écrit.')
    await look(lou.page, 'end-read-again')
    words = await lou.keep()
    expect(words).toHaveLength(8)
    await lou.sees(/Elle est gardée/)
    await lou.page.reload()
    await lou.isAt(/Salut/)
    await expect(lou.page.getByText(words[0] ?? '', { exact: true })).toHaveCount(0)
  })

  const again = await aVisitor()
  await test.step('on another device, a mistyped word is told, and the words open', async () => {
    await again.arrive()
    await again.page.getByRole('button', { name: 'J’ai déjà mes huit mots' }).click()
    await again.isAt('Tes huit mots')
    const field = again.page.getByRole('textbox', { name: /Écris tes mots/ })
    const [first = '', ...others] = words
    const swapped = await inAnotherOrder(words)
    await field.fill(`${others.join(' ')} ${mistyped(first)} `)
    await again.sees(new RegExp(`«.${mistyped(first)}.» ne fait pas partie des mots possibles.`))
    await again.page.getByRole('button', { name: first, exact: true }).click()
    await expect(field).toHaveValue(new RegExp(`${first} $`))
    await field.fill(swapped)
    await again.sees(/Ces mots existent tous, mais pas ensemble/)
    await look(again.page, 'return')
    const open = again.page.getByRole('button', { name: 'Retrouver ma conversation' })
    await expect(open).toBeDisabled()
    // Capitals and accents do not count, nor does how they are set apart.
    await field.fill(
      words
        .join(', ')
        .normalize('NFD')
        .replaceAll(/\p{Mark}/gu, '')
        .toUpperCase(),
    )
    await open.click()
    await again.isAt('Te revoilà')
    await again.reads('La première fois, je n’ai pas osé.', 'C’est déjà beaucoup d’avoir écrit.')
    await look(again.page, 'found')
  })

  await test.step('who answers this time sees what was said before', async () => {
    await again.page.getByRole('button', { name: 'Continuer à parler' }).click()
    await again.isAt('Ta place est gardée')
    await again.say('Aujourd’hui, j’ose.')
    await expect(mina.ring.getByText(/Est déjà venu·e/)).toBeVisible()
    await mina.accept()
    await talk.reads('La première fois, je n’ai pas osé.', 'Aujourd’hui, j’ose.')
    await look(mina.page, 'desk-earlier-words')
    await talk.say('Je t’écoute.')
    await again.reads('La première fois, je n’ai pas osé.', 'Je t’écoute.')
    await talk.end('On s’est dit au revoir')
    await talk.wrapUp()
    await again.isAt('Prends soin de toi')
  })

  let newer: readonly string[] = []
  await test.step('new words take the place of the old ones', async () => {
    newer = await again.keep()
    expect(newer).not.toEqual(words)
    await lou.comeBack(words.join(' '))
    await lou.sees(nothing)
    await again.page.reload()
    await again.comeBack(newer.join(' '))
    await again.isAt('Te revoilà')
    await again.reads('La première fois, je n’ai pas osé.', 'Aujourd’hui, j’ose.', 'Je t’écoute.')
  })

  await test.step('«erase everything now» leaves words that lead nowhere', async () => {
    await again.page.getByRole('button', { name: 'Continuer à parler' }).click()
    await again.isAt('Ta place est gardée')
    await mina.accept()
    await again.isAt('Mina est là, avec toi.')
    await again.end()
    await again.page.getByText('Relire la conversation').click()
    await again.reads('Je t’écoute.')
    await again.forget()
    await expect(again.page.getByText('Je t’écoute.')).toHaveCount(0)
    await expect(talk.card.getByText(/La personne a effacé cette conversation/)).toBeVisible()
    await look(mina.page, 'desk-erased')
    await talk.wrapUp()
    await look(again.page, 'forgotten')
    await again.page.reload()
    await again.comeBack(newer.join(' '))
    await again.sees(nothing)
  })

  await test.step('words that never were answer in the same calm way', async () => {
    const { page } = again
    const said = await page.getByText(nothing).innerText()
    await page
      .getByRole('textbox', { name: /Écris tes mots/ })
      .fill((await makePhrase(french, randomBytes(10))).join(' '))
    await page.getByRole('button', { name: 'Retrouver ma conversation' }).click()
    await expect(page.getByText(/On essaie tes mots/)).toBeVisible()
    await expect(page.getByText(nothing)).toHaveText(said)
    await again.isAt('Tes huit mots')
  })

  await test.step('on a page in another language the same words are read', async () => {
    const { page } = again
    await page.goto('/en/')
    await page.getByRole('button', { name: 'I already have my eight words' }).click()
    const field = page.getByRole('textbox', { name: /Write your words/ })
    const open = page.getByRole('button', { name: 'Find my conversation' })
    await field.fill(newer.slice(1).join(' '))
    await again.sees('7 words of 8')
    await field.fill(newer.join(' '))
    await expect(open).toBeEnabled()
  })
})

/** The same words so that they do not belong together; one order in 256 does by chance. */
async function inAnotherOrder(words: readonly string[]): Promise<string> {
  for (let by = 1; by < words.length; by += 1) {
    const turned = [...words.slice(by), ...words.slice(0, by)].join(' ')
    if ((await readPhrase(turned, french)).state === 'mistyped_phrase') return turned
  }
  throw new Error('Every order of these words belongs together')
}

/** A word that is not in the list, though it looks like one. */
function mistyped(word: string): string {
  return `${word}zz`
}
