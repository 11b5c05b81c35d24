import type { Person } from '@veilleuse/contract/account'
import { useEffect, useState } from 'react'
import { NumberedWords } from './fingerprint-words.tsx'
import { personWords } from './line-keys.ts'

/** Six words for the keys a person made, to be compared with what they read aloud. */
export function PersonWords({ person }: { person: Pick<Person, 'signatureKey' | 'boxKey'> }) {
  const [words, setWords] = useState<readonly string[]>([])
  const { signatureKey, boxKey } = person
  useEffect(() => {
    if (signatureKey && boxKey) void personWords({ signatureKey, boxKey }).then(setWords)
  }, [signatureKey, boxKey])
  return <NumberedWords words={words} />
}
