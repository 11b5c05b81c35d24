/** The languages the pages speak. Texts are checked to exist for each one at compile time. */
export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

/** A text in every language the pages speak. */
export type Worded = Readonly<Record<Language, string>>
