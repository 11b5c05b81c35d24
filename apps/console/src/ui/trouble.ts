import { Refused, Unreachable } from '@veilleuse/client/call'
import { Refusal } from '@veilleuse/sealing/refusal'
import { useState } from 'react'
import { DirectoryChanged } from '../session/session.ts'
import type { Text } from '../text/fr.ts'
import { useText } from '../text/text.tsx'

/** What went wrong, in words for the person. A bug has words too, and is reported. */
export function wordsFor(trouble: unknown, text: Text): string {
  if (trouble instanceof Refused) return text.problems[trouble.problem]
  if (trouble instanceof Refusal) return text.desk.refusal[trouble.code]
  if (trouble instanceof Unreachable) return text.unreachable
  if (trouble instanceof DirectoryChanged) return text.office.unlock.changed
  reportError(trouble)
  return text.problems.internal
}

/** Runs one thing at a time; says that it runs, and why it did not work. */
export function useDoing(explain?: (trouble: unknown, text: Text) => string | undefined) {
  const text = useText()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  async function run(work: () => Promise<void>) {
    if (busy) return
    setBusy(true)
    setTrouble(undefined)
    try {
      await work()
    } catch (why) {
      setTrouble(explain?.(why, text) ?? wordsFor(why, text))
    } finally {
      setBusy(false)
    }
  }
  return { busy, trouble, run: (work: () => Promise<void>) => void run(work) }
}
