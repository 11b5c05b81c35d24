import { get, type IncomingMessage } from 'node:http'
import type { TestContext } from 'node:test'
import { PublicStatus } from '@veilleuse/contract/status'
import * as v from 'valibot'
import { until } from './until.ts'

/** A page that listens to the status of a line. */
export type Listener = {
  readonly headers: IncomingMessage['headers']
  /** What it is told next; fails when nothing comes. */
  next(): Promise<PublicStatus>
}

export async function aListener(t: TestContext, address: string): Promise<Listener> {
  const request = get(address)
  t.after(() => request.destroy())
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request.once('response', resolve).once('error', reject),
  )
  request.on('error', () => {})
  answer.on('error', () => {})
  let unread = ''
  const heard: PublicStatus[] = []
  answer.setEncoding('utf8').on('data', (said: string) => {
    const blocks = (unread + said).split('\n\n')
    unread = blocks.pop() ?? ''
    for (const block of blocks)
      for (const line of block.split('\n'))
        if (line.startsWith('data: ')) heard.push(v.parse(PublicStatus, JSON.parse(line.slice(6))))
  })
  return {
    headers: answer.headers,
    next: () => until(async () => heard.shift(), { called: 'a status' }),
  }
}
