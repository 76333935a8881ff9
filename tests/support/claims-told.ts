/**
 * Numbers of the claims (`claim(g7)`) that some pings tell of, in order. A push of many names the newest and counts those before
 * them: `claim(g7) at …; claim(g8) at … and 2 earlier ones`.
 */
export function claimsTold(texts: readonly string[], letter: string): number[] {
  return texts.flatMap((text) => {
    const named = [...text.matchAll(new RegExp(`claim\\(${letter}(\\d+)\\) at`, 'g'))].map(([, number]) =>
      Number(number),
    )
    const earlier = Number(/ and (\d+) earlier ones?/.exec(text)?.[1] ?? 0)
    const first = (named[0] ?? 0) - earlier
    return [...Array.from({ length: earlier }, (_, index) => first + index), ...named]
  })
}
