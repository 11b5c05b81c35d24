/** The names of the tests in a source file, as they are written there; `${…}` stays as it is. */
export function testNames(source: string): readonly string[] {
  // At the start of a line or behind a call such as `await t.`: what is commented out is no test.
  const named = source.matchAll(
    /^[ \t]*(?:await )?(?:\w+\.)?(?:test|it)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gm,
  )
  return [...named].map(([, , name = '']) => name.replaceAll(/\\(['"`\\])/g, '$1'))
}
