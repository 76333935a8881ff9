import { expect, test } from 'vitest'
import { documentedLayers, enforcedLayers, sourceFiles } from '../../support/layers.ts'

test('the layer table in docs/ARCHITECTURE.md is the one that the lint enforces', () => {
  expect(Object.keys(enforcedLayers())).toHaveLength(12)
  expect(documentedLayers()).toEqual(enforcedLayers())
})

test('observe, decide and act do not see one another', () => {
  const table = enforcedLayers()
  const trio = ['observe', 'decide', 'act']
  for (const layer of trio) expect(table[layer]?.inside.filter((other) => trio.includes(other))).toEqual([])
})

test('every source file is in a folder that has a row, and src/ is two levels deep', () => {
  const folders = Object.keys(enforcedLayers())
  for (const path of sourceFiles()) {
    expect(path.split('/'), path).toHaveLength(2)
    expect(folders, path).toContain(path.split('/')[0])
  }
})
