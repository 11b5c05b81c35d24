import type { Exceptions } from './exceptions.ts'

/** Folders beside the slices. */
export const slicelessFolders: Exceptions = {
  platform: 'what all slices stand on',
}

/** Files in a slice beyond its seven names, each with its reason. */
export const sliceExceptions: Exceptions = {}
