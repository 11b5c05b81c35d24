/** The profession a line asks of who answers. */
export const skills = ['listener', 'psychologist', 'lawyer'] as const
export type Skill = (typeof skills)[number]

/** By which way a contact reaches a line. */
export const channels = ['chat'] as const
export type Channel = (typeof channels)[number]

/** `confidential`: in danger of life the helpline may lift what it can of the visitor's anonymity. */
export const anonymities = ['anonymous', 'confidential'] as const
export type Anonymity = (typeof anonymities)[number]
