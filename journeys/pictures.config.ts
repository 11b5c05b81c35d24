import { defineConfig } from '@playwright/test'
import stories from './playwright.config.ts'

// The pictures of the README, taken anew by `npm run pictures`.
export default defineConfig({ ...stories, testMatch: 'readme.pictures.ts' })
