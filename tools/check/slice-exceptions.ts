import type { Exceptions } from './exceptions.ts'

/** Folders beside the slices. */
export const slicelessFolders: Exceptions = {
  platform: 'what all slices stand on',
}

/** Files in a slice beyond its seven names, each with its reason. */
export const sliceExceptions: Exceptions = {
  'account/challenge.ts': 'what passkeys sign, used up once; shared by signing in and enrolling',
  'account/demo.ts': 'the ready-made people of the demo, a door that only the demo has',
  'account/enrolment-store.ts': 'the rows of an invitation, apart from those of a person',
  'account/enrolment.ts': 'the actions of becoming a member, told in one place',
  'account/passkey-store.ts': 'the rows of passkeys, apart from those of a person',
  'account/passkey.ts': 'the actions with a passkey',
  'account/passphrase.ts': 'how a proof of the passphrase rests here',
  'account/proof.ts': 'what a request must prove before it may change how somebody signs in',
  'account/second-factor.ts': 'the six digits, by their published rules',
  'account/session.ts': 'the one file where a session of staff is made',
  'account/sign-in.ts': 'the actions of signing in, which answer alike whoever asks',
  'account/vault.ts': 'the actions with the sealed vault',
  'account/webauthn.ts': 'the outside: what the passkey library asks and answers',
  'keys/chain.ts': 'a statement checked against the whole log that carries it',
  'keys/directory.ts': 'the actions with the directory, one for each statement',
  'keys/epoch.ts': 'the actions with epochs and their keys',
  'keys/roster.ts': 'to whom keys must be sealed now',
  'keys/rotation.ts': 'when new keys are due',
  'line/first-phrases.ts': 'data: the replies a new helpline begins with',
  'pages/assets.ts': 'the built files and how long a browser may keep them',
  'pages/policy.ts': 'data: the content policies of the pages',
  'people/first-invitation.ts': 'the one invitation that nobody gives',
  'people/invite.ts': 'an action long enough for a file of its own',
  'people/lines.ts': 'on which lines a person answers, asked by all who ring, seal and sign in',
  'people/place.ts': 'an action long enough for a file of its own',
  'people/remove.ts': 'an action long enough for a file of its own',
  'queue/board.ts': 'a line’s queue in memory, and everybody’s place in it',
  'queue/boards.ts': 'all lines’ boards, kept by what is announced',
  'queue/line-store.ts': 'the rows of a line at one moment, apart from those of rings',
  'queue/reading.ts': 'a line as it is now, from a board or from the database',
  'queue/telling.ts': 'what open pages and desks are told of the boards',
  'status/live.ts': 'the state of lines, told to all who listen',
}
