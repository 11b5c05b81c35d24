import type { Stage } from './stage.ts'

/** A conversation from the first word to its erasing, real page and real desk, and no lie. */
export async function truthfully({ noam: atDesk, newcomer, plant, proxy }: Stage): Promise<void> {
  const noam = await atDesk()
  const lou = await newcomer()
  await lou.waits()
  const [first, answer] = [plant('Good evening.'), plant('I am listening.')]
  await lou.say(first)
  await noam.accepts()
  await lou.isAt('Noam is here, with you.')
  await noam.reads(first)
  await noam.say(answer)
  await lou.reads(answer)
  await lou.forgets()
  await noam.isRidOf(proxy.passed.at(-1)?.conversation ?? '')
  await lou.leaves()
}
