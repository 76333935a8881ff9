/** A reporter for `node --test`: one line for each test, and a last line that says it all. */
// biome-ignore lint/style/noDefaultExport: this is how Node asks for a reporter
export default async function* reporter(events) {
  const failed = []
  let total = 0
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    total += 1
    if (type === 'test:fail') failed.push(`${data.name}: ${reason(data.details.error)}`)
    yield type === 'test:pass' ? `ok    ${data.name}\n` : `FAIL  ${failed.at(-1)}\n`
  }
  yield failed.length ? `${failed.length} of ${total} failed: ${failed[0]}\n` : `all ${total} passed\n`
}

/** The first line of why a test failed. */
function reason(error) {
  const cause = error?.cause ?? error
  return String(cause?.message ?? cause).split('\n')[0]
}
