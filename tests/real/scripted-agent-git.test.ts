import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { waitUntil } from '../support/private-tmux.ts'
import { ScriptedAgents, submit } from '../support/scripted-agents.ts'

const agents = new ScriptedAgents()

describe('git', () => {
  beforeEach(() => {
    git(agents.folder, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
    git(agents.folder, 'clone', '--quiet', 'origin.git', 'work')
    git(agents.folder, 'clone', '--quiet', 'origin.git', 'other')
    commitIn('other', 'seed', 'README.md')
    git(join(agents.folder, 'other'), 'push', '--quiet', 'origin', 'HEAD')
    git(join(agents.folder, 'work'), 'pull', '--quiet')
  })

  test('files are written, committed and pushed, and a claim follows', async () => {
    const pane = await agents.ready(
      '[[turn]]\nsteps = [{ write = { file = "src/a.js", text = "a\\n" } }, { delete = "README.md" }, { commit = "Work" }, { push = true }, { claim = "parse" }]',
      { cwd: join(agents.folder, 'work') },
    )
    await submit(pane, 'go')
    await waitUntil('the claim is pushed', () => subjects()[0] === 'claim(parse): ready for review')
    expect(subjects()).toEqual(['claim(parse): ready for review', 'Work', 'seed'])
    expect(git(agents.folder, '--git-dir=origin.git', 'ls-tree', '-r', '--name-only', 'main')).toBe(
      'src/a.js',
    )
  })

  test('a push that comes second is done again on top of the other', async () => {
    commitIn('other', 'Faster', 'other.txt')
    git(join(agents.folder, 'other'), 'push', '--quiet', 'origin', 'HEAD')
    const pane = await agents.ready(
      '[[turn]]\nsteps = [{ write = { file = "a", text = "a" } }, { commit = "Work" }, { push = true }]',
      { cwd: join(agents.folder, 'work') },
    )
    await submit(pane, 'go')
    await waitUntil('the work is pushed', () => subjects()[0] === 'Work')
    expect(subjects()).toEqual(['Work', 'Faster', 'seed'])
  })

  test('a claim that comes second is made again, and takes unpushed work along', async () => {
    const pane = await agents.ready(
      '[[turn]]\nsteps = [{ write = { file = "a", text = "a" } }, { commit = "Work" }, { claim = { label = "facts", text = "sums" } }, { pull = true }]',
      { cwd: join(agents.folder, 'work') },
    )
    commitIn('other', 'Faster', 'other.txt')
    git(join(agents.folder, 'other'), 'push', '--quiet', 'origin', 'HEAD')
    await submit(pane, 'go')
    await waitUntil('the claim is pushed', () => subjects()[0] === 'claim(facts): sums')
    expect(subjects()).toEqual(['claim(facts): sums', 'Work', 'Faster', 'seed'])
  })

  test('a conflict stops the turn and leaves no rebase behind', async () => {
    commitIn('other', 'Theirs', 'README.md')
    git(join(agents.folder, 'other'), 'push', '--quiet', 'origin', 'HEAD')
    const pane = await agents.ready(
      '[[turn]]\nsteps = [{ write = { file = "README.md", text = "ours" } }, { commit = "Ours" }, { push = true }]',
      { cwd: join(agents.folder, 'work') },
    )
    await submit(pane, 'go')
    await pane.waitFor('✗ push (line 2 of the script): git pull --rebase failed')
    expect(git(join(agents.folder, 'work'), 'status', '--short', '--branch')).toContain('ahead 1, behind 1')
  })

  test('a review runs its command on what was pushed, and says why it fails', async () => {
    const head = git(join(agents.folder, 'work'), 'rev-parse', 'HEAD')
    const review = (run: string) => `{ review = { label = "parse", run = ${run}, inbox = "docs/INBOX.md" } }`
    const pane = await agents.ready(
      `[[turn]]\nsteps = [${review('["sh", "-c", "echo one; echo row 2 is wrong; exit 1"]')}, ${review('["true"]')}, { review = { label = "parse", verdict = "VETO", text = "Not this way." } }]`,
      { cwd: join(agents.folder, 'work') },
    )
    await submit(pane, 'go')
    await waitUntil('three verdicts are pushed', () => subjects().length === 4)
    expect(subjects().slice(0, 3)).toEqual([
      'review(parse): VETO',
      'review(parse): PASS',
      'review(parse): FAIL',
    ])
    expect(git(agents.folder, '--git-dir=origin.git', 'log', '-1', '--skip=2', '--format=%b', 'main')).toBe(
      `row 2 is wrong\nReviewed: ${head}`,
    )
    expect(git(agents.folder, '--git-dir=origin.git', 'show', 'main:docs/INBOX.md')).toBe(
      '- review(parse): FAIL: row 2 is wrong',
    )
  })

  test('two reviewers who write into the same inbox at once both come through', async () => {
    const turn = (label: string) =>
      `[[turn]]\nwhen = "${label}"\nsteps = [{ review = { label = "${label}", run = ["sh", "-c", "sleep 1; exit 1"], inbox = "INBOX.md" } }]\n`
    const script = turn('one') + turn('two')
    const first = await agents.ready(script, { cwd: join(agents.folder, 'work') })
    const second = await agents.ready(script, { cwd: join(agents.folder, 'other') })
    await Promise.all([submit(first, 'one'), submit(second, 'two')])
    await waitUntil('both verdicts are pushed', () => subjects().length === 3)
    expect(git(agents.folder, '--git-dir=origin.git', 'show', 'main:INBOX.md').split('\n')).toHaveLength(2)
  })

  test('done puts the marker on a line of its own and pushes it', async () => {
    writeFileSync(join(agents.folder, 'work/STATUS.md'), 'no newline at the end')
    const pane = await agents.ready('[[turn]]\nsteps = [{ done = { file = "STATUS.md" } }]', {
      cwd: join(agents.folder, 'work'),
    })
    await submit(pane, 'go')
    await waitUntil('the marker is pushed', () => subjects().length === 2)
    expect(git(agents.folder, '--git-dir=origin.git', 'show', 'main:STATUS.md')).toBe(
      'no newline at the end\n## DONE',
    )
  })
})

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost']
  return execFileSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trimEnd()
}

function commitIn(clone: string, subject: string, file: string): void {
  writeFileSync(join(agents.folder, clone, file), `${subject}\n`)
  git(join(agents.folder, clone), 'add', '--all')
  git(join(agents.folder, clone), 'commit', '--quiet', '-m', subject)
}

/** Subjects of what is pushed, the newest first. */
function subjects(): string[] {
  return git(agents.folder, '--git-dir=origin.git', 'log', '--format=%s', 'main').split('\n')
}
