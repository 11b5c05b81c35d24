import type { Language } from '@veilleuse/domain/language'
import { pageEn } from '../text/page-en.ts'
import { pageFr } from '../text/page-fr.ts'
import type { PageTexts } from '../text/page-texts.ts'

export const pageTexts: Readonly<Record<Language, PageTexts>> = { fr: pageFr, en: pageEn }
