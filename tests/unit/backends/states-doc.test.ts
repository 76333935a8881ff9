import { expect, test } from 'vitest'
import { statesMarkdown } from '../../support/screens/states-doc.ts'

test('docs/states.md is what the table of states says (npm run docs writes it)', async () => {
  await expect(statesMarkdown()).toMatchFileSnapshot('../../../docs/states.md')
})
