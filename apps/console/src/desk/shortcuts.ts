/** Whether a key goes into a text: then single keys are letters and nothing else. */
export function isWriting(target: unknown): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type)
}

export type DeskKey =
  | { readonly does: 'focus'; readonly place: number }
  | { readonly does: 'notes' | 'risk' | 'end' | 'lock' | 'help' }

type Pressed = Pick<KeyboardEvent, 'code' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

const withAlt = { KeyN: 'notes', KeyR: 'risk', KeyE: 'end', KeyL: 'lock' } as const

/** What a key asks of the desk; undefined when it is not the desk's. `single`: see the settings. */
export function deskKey(
  pressed: Pressed,
  { writing, single }: { readonly writing: boolean; readonly single: boolean },
): DeskKey | undefined {
  const { code, key, altKey, ctrlKey, metaKey } = pressed
  // AltGr writes letters on many keyboards and says Ctrl+Alt.
  if (ctrlKey || metaKey) return undefined
  if (!altKey) return key === '?' && single && !writing ? { does: 'help' } : undefined
  const digit = /^(?:Digit|Numpad)([1-3])$/.exec(code)?.[1]
  if (digit) return { does: 'focus', place: Number(digit) }
  const found = Object.entries(withAlt).find(([one]) => one === code)
  return found && { does: found[1] }
}
