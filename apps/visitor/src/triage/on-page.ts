import type { Language } from '@veilleuse/domain/language'

export type Emergency = {
  readonly number: string
  readonly address: string
  readonly label: string
}

/** The line's emergency numbers, from the foot of the page, where the server wrote them. */
export function numbersOnPage(language: Language): readonly Emergency[] {
  const items = document.querySelectorAll<HTMLElement>('.urgent li')
  return [...items].map((item) => {
    const link = item.querySelector('a')
    return {
      number: link?.textContent ?? '',
      address: link?.getAttribute('href') ?? '',
      label: item.querySelector('span')?.dataset[language] ?? '',
    }
  })
}
