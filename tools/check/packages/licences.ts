import { nameOf, type Packages } from '../../lib/lockfile.mjs'
import type { Fault } from '../faults.ts'

/** Licences (SPDX) under which something may be part of a work under the AGPL-3.0, and why. */
const compatible: Readonly<Record<string, string>> = {
  '0BSD': 'asks for nothing',
  'Apache-2.0': 'the FSF: compatible with version 3 of the GPL',
  'BSD-2-Clause': 'asks for its notice',
  'BSD-3-Clause': 'asks for its notice, and not to be used in advertising',
  ISC: 'asks for its notice',
  MIT: 'asks for its notice',
  // Section 3.3 lets it go along with the GNU licences unless its text says otherwise.
  'MPL-2.0': 'asks that changes to its own files stay under it',
  'OFL-1.1': 'for typefaces, which may go along with any program',
}

/** Packages whose licence is not known to go together with ours. */
export function foreignLicences({ lock }: Packages): readonly Fault[] {
  return Object.entries(lock)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .filter(([, { license }]) => !goesTogether(license ?? ''))
    .map(
      ([place, entry]) =>
        `${nameOf(place, entry)} ${entry.version} is under ${entry.license ?? 'no licence it names'}: do without it, or, if it goes together with the AGPL-3.0-or-later, say why in tools/check/packages/licences.ts`,
    )
}

/** For one licence, several to choose from, or several at once; deeper nesting is for a person. */
export function goesTogether(license: string): boolean {
  const expression = license.replace(/^\(([^()]*)\)$/, '$1')
  return expression
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => Object.hasOwn(compatible, one)))
}
