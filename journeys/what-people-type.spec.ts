import { longestMessage } from '@veilleuse/domain/words'
import { expect, type Locator, type Page } from '@playwright/test'
import { oddTexts, payloads, whatRan } from './frame/payloads.ts'
import { test } from './frame/stage.ts'

const megabyte = 'x'.repeat(1_000_000)
const whatTurnsTextIntoMore =
  'script, img, iframe, object, style, link, base, meta, details:not(.again), a[href^="javascript"], p svg, p a, p b'

test('whatever somebody writes is text and nothing else, in every field of visitor and desk', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  const lou = await aVisitor()
  const ran = [await whatRan(mina.context), await whatRan(lou.context)]
  await mina.signIn('Mina')
  await mina.takeSeat()
  const talk = mina.conversation()

  await test.step('in addresses', async () => {
    for (const end of ['?q=', '#', 'fr/#', 'desk/enrol#', 'desk/?next=']) {
      await lou.page.goto(`/${end}${encodeURIComponent(payloads[1] ?? '')}`)
      await lou.page.goto(`/${end}${payloads[1]}`)
    }
  })

  await test.step('where eight words are asked for', async () => {
    lou.watch.expectFault(/40[04] \((Bad Request|Not Found)\)/)
    await lou.arrive()
    await lou.page.getByRole('button', { name: 'J’ai déjà mes huit mots' }).click()
    const field = lou.page.getByRole('textbox', { name: /Écris tes mots/ })
    for (const words of [...payloads.slice(0, 4), oddTexts[0]?.written ?? ''])
      await paste(field, words)
    await expect(lou.page.getByRole('button', { name: 'Retrouver ma conversation' })).toBeDisabled()
    await nothingMore(lou.page.getByRole('main'))
  })

  await test.step('in messages, both ways', async () => {
    await lou.arrive()
    await lou.start()
    const [first = '', ...others] = payloads
    await lou.say(first)
    await mina.accept()
    await lou.isAt('Mina est là, avec toi.')
    const [many, more] = [others.slice(0, 8).join('\n'), others.slice(8).join('\n')]
    for (const words of [many, more]) {
      await lou.write(words)
      await lou.message.press('Enter')
      await mina.conversation().message.fill(words)
      await mina.conversation().message.press('Enter')
    }
    for (const { written, shown } of oddTexts) {
      await lou.write(written)
      await lou.message.press('Enter')
      await talk.reads(shown)
      await talk.message.fill(written)
      await talk.message.press('Enter')
      await expect(lou.log.getByText(shown)).toHaveCount(2)
    }
    for (const log of [lou.log, talk.log]) {
      for (const payload of [first]) await expect(log.getByText(payload)).toHaveCount(1)
      for (const payload of others) await said(log, payload, 2)
      await nothingMore(log)
    }
  })

  await test.step('in notes, and in what is left for the visitor', async () => {
    await talk.card.getByRole('button', { name: 'Notes de l’équipe' }).click()
    const notes = talk.card.getByRole('complementary', { name: 'Entre nous' })
    const field = notes.getByRole('textbox', { name: 'Nouvelle note' })
    await field.fill(payloads.join('\n'))
    await notes.getByRole('button', { name: 'Noter' }).click()
    await said(notes.getByRole('list'), payloads[1] ?? '', 1)
    await field.fill(oddTexts.map(({ written }) => written).join('\n'))
    await notes.getByRole('button', { name: 'Noter' }).click()
    for (const { shown } of oddTexts) await said(notes.getByRole('list'), shown, 1)
    await nothingMore(notes.getByRole('list'))
    await talk.end('On s’est dit au revoir', payloads.join('\n'))
    await talk.wrapUp()
    await lou.sees('Ce que Mina te laisse')
    await said(lou.page.getByRole('main'), payloads[1] ?? '', 1)
    await nothingMore(lou.page.getByRole('main'))
    await lou.forget()
  })

  expect(ran.flat(), 'what ran').toEqual([])
})

test('markup in names and logins invites nobody, and signs nobody in', async ({ aCounsellor }) => {
  const agathe = await aCounsellor()
  const { page, watch } = agathe
  const ran = await whatRan(agathe.context)
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  watch.expectFault(/40[01] \((Bad Request|Unauthorized)\)/)

  await page.goto('/desk/')
  for (const written of [payloads[1] ?? '', 'mi\0na', 'é'.repeat(5000)]) {
    await field('Identifiant').fill(written)
    await field('Phrase secrète').fill(`${written} ${written} ${written}`)
    await field('Code à six chiffres').fill('123456')
    await button('Entrer').click()
    await expect(page.getByText(/n’est pas juste/)).toBeVisible()
  }

  await page.goto('/desk/')
  await page.getByRole('button', { name: /Agathe/ }).click()
  await button('Inviter quelqu’un').click()
  const make = button('Créer le lien')
  for (const name of [...payloads, ...oddTexts.map(({ written }) => written), '\u3164', megabyte]) {
    await paste(field('Alias'), name)
    await field('Identifiant').fill('camille')
    await expect(make).toBeDisabled()
    await field('Alias').fill('Camille')
    await paste(field('Identifiant'), name)
    await expect(make).toBeDisabled()
  }
  await nothingMore(page.getByRole('dialog'))
  expect(ran, 'what ran').toEqual([])
})

test('what is too long, or nothing at all, is not sent, not cut, and not lost', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  const lou = await aVisitor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const talk = mina.conversation()
  await lou.arrive()
  await lou.start()
  await mina.accept()
  await lou.isAt('Mina est là, avec toi.')

  const sides = [
    {
      face: '😀',
      field: lou.message,
      send: lou.page.getByRole('button', { name: 'Envoyer' }),
      own: lou.log,
      theirs: talk.log,
      tooLong: (many: number) => lou.sees(new RegExp(`^${many} caractères? de trop`)),
    },
    {
      face: '🙂',
      field: talk.message,
      send: talk.card.getByRole('button', { name: 'Envoyer' }),
      own: talk.log,
      theirs: lou.log,
      tooLong: (many: number) =>
        expect(talk.card.getByText(new RegExp(`\\b${many}\\b`)).first()).toBeVisible(),
    },
  ]
  for (const { face, field, send, own, theirs, tooLong } of sides) {
    const before = await own.locator('p').count()
    for (const [written, over] of [
      [megabyte, 1_000_000 - longestMessage],
      ['a\n'.repeat(10_000).trim(), 19_999 - longestMessage],
      [`${'x'.repeat(longestMessage - 1)}${face}`, 1],
    ] as const) {
      await paste(field, written)
      await tooLong(over)
      await expect(send).toBeDisabled()
      await field.press('Enter')
      expect((await field.inputValue()) === written, 'it is all there still').toBe(true)
    }
    for (const nothing of ['\u200B\u2060\uFEFF', ' \n \t', '\u3164', '\u202E\0'])
      await field.fill(nothing).then(() => field.press('Enter'))
    expect(await own.locator('p').count(), 'nothing was said').toBe(before)

    const faces = face.repeat(longestMessage / 2)
    await paste(field, faces)
    await field.press('Enter')
    await expect(theirs.getByText(faces)).toBeVisible()
    const lines = Array.from({ length: 600 }, (_, i) => `${face}${i}`).join('\n')
    await paste(field, lines)
    await field.press('Enter')
    await said(theirs, lines, 1)
    await expect(field).toBeInViewport()
  }
  await lou.end()
  await talk.wrapUp()
})

test('a page that was tricked into markup would be stopped, and it would be heard of', async ({
  aVisitor,
  aCounsellor,
}) => {
  const lou = await aVisitor()
  const mina = await aCounsellor()
  await lou.arrive()
  await mina.page.goto('/desk/')
  for (const { page, watch, context } of [lou, mina]) {
    const ran = await whatRan(context)
    const heard: string[] = []
    page.on('console', (message) => heard.push(message.text()))
    watch.expectFault(/content policy|TrustedHTML|TrustedScript|Content Security Policy/)
    for (const sink of sinks) {
      heard.length = 0
      await tricked(page, sink)
      await expect
        .poll(() => heard.some((text) => text.startsWith('content policy: ')), { message: sink })
        .toBe(true)
    }
    expect(ran).toEqual([])
  }
})

const sinks = ['innerHTML', 'srcdoc', 'script', 'handler', 'javascript'] as const

/** What a fault of ours would do with somebody's words. */
async function tricked(page: Page, sink: (typeof sinks)[number]): Promise<void> {
  await page.evaluate((how) => {
    try {
      if (how === 'innerHTML') document.body.innerHTML = '<img src=x onerror=itRan(1)>'
      if (how === 'srcdoc') document.createElement('iframe').srcdoc = '<script>itRan(2)</script>'
      if (how === 'script') {
        const script = document.createElement('script')
        script.append('itRan(3)')
        document.body.append(script)
      }
      if (how === 'handler') document.body.setAttribute('onclick', 'itRan(4)')
      if (how === 'javascript') {
        const link = document.createElement('a')
        link.href = 'javascript:itRan(5)'
        document.body.append(link)
        link.click()
        link.remove()
      }
    } catch {
      // Thrown at whoever tries; the report is what is looked for.
    }
  }, sink)
}

/** All at once, as from the clipboard: typed as `fill` types it, a megabyte takes the browser minutes. */
async function paste(field: Locator, words: string): Promise<void> {
  await field.focus()
  await field.evaluate((element, value) => {
    const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value')
    own?.set?.call(element, value)
    element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
  }, words)
}

/** These words stand there, as often as they were said, whatever stands around them. */
async function said(where: Locator, words: string, times: number): Promise<void> {
  const all = async () => (await where.innerText()).split(words).length - 1
  await expect.poll(all, { message: words }).toBe(times)
}

async function nothingMore(where: Locator): Promise<void> {
  await expect(where.locator(whatTurnsTextIntoMore)).toHaveCount(0)
}
