import { describe, expect, it } from 'vitest'
import { askRefs } from '../../src/observe/repository-files.ts'
import type { Git } from '../../src/system/git.ts'

const A = 'a'.repeat(40)
const B = 'b'.repeat(40)
const REF = 'refs/heads/main'

/** A git whose branch stands at one head when a process begins and at another when it ends. */
function movingGit(moves: readonly (readonly [first: string, last: string])[]): {
  git: Git
  asked: () => number
} {
  let asked = 0
  const git: Git = async () => {
    const [first, last] = moves[Math.min(asked, moves.length - 1)] ?? [A, A]
    asked += 1
    const line = (id: string, type: string) => `${id} ${type} 9\n`
    const stdout = line(first, 'commit') + line(last, 'blob') + line(last, 'commit') + line(last, 'commit')
    return { ok: true, stdout, truncated: false }
  }
  return { git, asked: () => asked }
}

describe('the head and its files', () => {
  it('are asked again when somebody pushed in between, so that they belong together', async () => {
    const { git, asked } = movingGit([
      [A, B],
      [B, B],
    ])
    const seen = await askRefs(git, '/r', REF, ['file'], null)
    expect(seen).toMatchObject({ ok: true, head: B, blobs: { file: { id: B } } })
    expect(asked()).toBe(2)
  })

  it('are unknown for this tick when the branch never stands still', async () => {
    const { git } = movingGit([[A, B]])
    expect(await askRefs(git, '/r', REF, ['file'], null)).toMatchObject({ ok: false })
  })

  it('are not asked with a file name that would be two questions', async () => {
    const { git, asked } = movingGit([[A, A]])
    expect(await askRefs(git, '/r', REF, ['a\nb'], null)).toMatchObject({
      ok: false,
      failure: { kind: 'failed' },
    })
    expect(asked()).toBe(0)
  })
})
