import type { Exceptions } from './exceptions.ts'

/** Names that hold an unword and may, each with its reason. */
export const wordExceptions: Exceptions = {
  Pick: "TypeScript's own type",
  archive: 'the keys under which closed conversations rest; nothing is put away by it',
  blob: 'the kept conversation, which the browser alone gives a shape',
  intake: 'the keys to which visitors seal before anybody has answered',
  medium: 'a grade of risk',
  online_sexual_abuse: 'a reason of Child Helpline International: where it happened',
  online_sexual_exploitation: 'a reason of Child Helpline International: where it happened',
  publishEpoch: 'laying new public keys open to everybody, not telling screens of a change',
  rootFingerprint: 'the root of the key directory',
  sexual_exploitation_offline: 'a reason of Child Helpline International: where it happened',
  slots: 'conversations that can be held at once, over all counsellors',
}
