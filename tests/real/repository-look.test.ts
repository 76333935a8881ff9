import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RepositoryAsk, RepositoryMark } from '../../src/model/repository.ts'
import { lookAtRepository, readGates } from '../../src/observe/repository.ts'
import {
  type Clone,
  type CountingDoor,
  countingDoor,
  GitSandbox,
  git,
  gitWith,
  lookForNews,
  usualAsk,
} from '../support/git-fixture.ts'

const STATUS = 'machine-docs/STATUS-core.md'
const INBOX = 'machine-docs/BUILDER-INBOX.md'

let sandbox: GitSandbox
let door: CountingDoor
let builder: Clone
let ask: RepositoryAsk

beforeEach(() => {
  sandbox = new GitSandbox()
  door = countingDoor(join(sandbox.folder, 'state'))
  builder = sandbox.clone('builder')
  ask = usualAsk(sandbox.origin)
})
afterEach(() => sandbox.remove())

const look = (previous: RepositoryMark | null, asked = ask) => lookForNews(door, previous, asked)

describe('the first look', () => {
  it('takes nothing for news, but reads the gates, the done markers and the inboxes', async () => {
    builder.write(STATUS, '# Status\n## DONE\n')
    builder.say('claim(old): x')
    builder.write(INBOX, 'hello')
    builder.say('mail')
    const first = await look(null)
    expect(first).toMatchObject({ moved: 'first', commits: [], more: 0, done: { core: true }, unread: [] })
    expect(first.history.map(({ claim }) => claim)).toEqual(['old'])
    expect(first.inboxes).toEqual([{ path: INBOX, change: 'written', authors: ['builder'] }])
    expect(door.calls).toHaveLength(3)
  })

  it('of an empty origin finds no branch, and the first push to it is news', async () => {
    const first = await look(null)
    expect(first).toMatchObject({ moved: 'first', mark: { head: null }, done: { core: false } })
    builder.say('claim(first): x')
    const next = await look(first.mark)
    expect(next).toMatchObject({ moved: 'created', commits: [{ claim: 'first' }] })
  })
})

describe('a later look', () => {
  let mark: RepositoryMark
  beforeEach(async () => {
    builder.say('start')
    mark = (await look(null)).mark
    door.calls.length = 0
  })

  it('starts no git process when nothing was pushed', async () => {
    for (let n = 0; n < 20; n += 1) expect(await lookAtRepository(door, mark, ask)).toEqual({ kind: 'same' })
    builder.commit('not pushed')
    expect(await lookAtRepository(door, mark, ask)).toEqual({ kind: 'same' })
    expect(door.calls).toEqual([])
  })

  it('after a restart of the watchdog asks git once, then never', async () => {
    const reborn = countingDoor(sandbox.folder)
    expect(await lookAtRepository(reborn, mark, ask)).toEqual({ kind: 'same' })
    expect(await lookAtRepository(reborn, mark, ask)).toEqual({ kind: 'same' })
    expect(reborn.calls).toHaveLength(1)
  })

  it('tells claims, reviews and other commits of a push, oldest first, in at most three processes', async () => {
    builder.commit('work')
    builder.commit('claim(feat: parser): done')
    const head = builder.say('review(parser): FAIL no tests')
    const next = await look(mark)
    expect(next.moved).toBe('forward')
    expect(next.commits.map(({ subject, claim, review }) => [subject, claim, review])).toEqual([
      ['work', null, null],
      ['claim(feat: parser): done', 'parser', null],
      ['review(parser): FAIL no tests', null, { label: 'parser', verdict: 'FAIL' }],
    ])
    expect(next.commits[0]).toMatchObject({ authorName: 'builder', authorEmail: 'builder@agents.invalid' })
    expect(Math.abs((next.commits[0]?.atMs ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(next.mark.head).toBe(head)
    expect(door.calls.length).toBeLessThanOrEqual(3)
    expect(await lookAtRepository(door, next.mark, ask)).toEqual({ kind: 'same' })
  })

  it('tells the same news again when the mark was not kept', async () => {
    builder.say('claim(a): x')
    await look(mark)
    expect((await look(mark)).commits).toMatchObject([{ claim: 'a' }])
  })

  it('lists each commit of a merged branch once, and the branch in one piece', async () => {
    const at = (second: number, message: string) => {
      const env = { GIT_COMMITTER_DATE: `${1_700_000_000 + second} +0000` }
      gitWith({ env }, builder.folder, 'commit', '--quiet', '--allow-empty', '-m', message)
    }
    git(builder.folder, 'checkout', '--quiet', '-b', 'side')
    at(1, 'side 1')
    at(3, 'side 2')
    git(builder.folder, 'checkout', '--quiet', 'main')
    at(2, 'main 1')
    git(builder.folder, 'merge', '--quiet', '--no-ff', '-m', 'claim(merge): x', 'side')
    builder.push()
    const subjects = (await look(mark)).commits.map(({ subject }) => subject)
    expect(subjects.toSorted()).toEqual(['claim(merge): x', 'main 1', 'side 1', 'side 2'])
    expect(subjects.at(-1)).toBe('claim(merge): x')
    expect(subjects.indexOf('side 2')).toBe(subjects.indexOf('side 1') + 1)
  })

  it('of 500 commits in one push tells the newest 200 and counts the rest', async () => {
    const stream = Array.from({ length: 500 }, (_, n) => {
      const message = `claim(n${n + 1}): x`
      const from = n === 0 ? `from ${mark.head}\n` : ''
      return `commit refs/heads/main\ncommitter b <b@x> ${1_700_000_000 + n} +0000\ndata ${message.length}\n${message}\n${from}\n`
    })
    gitWith({ input: stream.join('') }, builder.folder, 'fast-import', '--quiet', '--force')
    builder.push()
    const next = await look(mark)
    expect(next.commits).toHaveLength(200)
    expect(next.more).toBe(300)
    expect(next.commits[0]?.claim).toBe('n301')
    expect(next.commits[199]?.claim).toBe('n500')
  })

  it('takes no commit of a force push for news, but reads the files anew', async () => {
    builder.say('claim(lost): x')
    const forward = await look(mark)
    git(builder.folder, 'reset', '--quiet', '--hard', 'HEAD~1')
    builder.write(STATUS, '## DONE\n')
    builder.commit('claim(other): x')
    builder.push('--force')
    expect(await look(forward.mark)).toMatchObject({ moved: 'rewritten', commits: [], done: { core: true } })
  })

  it('takes a rewind for no news', async () => {
    builder.say('claim(a): x')
    const forward = await look(mark)
    git(sandbox.origin, 'update-ref', 'refs/heads/main', `${mark.head}`)
    expect(await look(forward.mark)).toMatchObject({
      moved: 'rewritten',
      commits: [],
      mark: { head: mark.head },
    })
  })

  it('sees a deleted branch, and does not tell its past again when it is made again', async () => {
    git(sandbox.origin, 'update-ref', '-d', 'refs/heads/main')
    const gone = await look(mark)
    expect(gone).toMatchObject({ moved: 'deleted', commits: [], mark: { head: null, lastHead: mark.head } })
    expect(await lookAtRepository(door, gone.mark, ask)).toEqual({ kind: 'same' })
    builder.say('claim(new): x')
    expect(await look(gone.mark)).toMatchObject({ moved: 'created', commits: [{ claim: 'new' }], more: 0 })
  })

  it('sees a new history after the old one was deleted and collected as rewritten', async () => {
    git(sandbox.origin, 'update-ref', '-d', 'refs/heads/main')
    git(sandbox.origin, 'gc', '--quiet', '--prune=now')
    git(builder.folder, 'checkout', '--quiet', '--orphan', 'fresh')
    builder.commit('claim(other): x')
    builder.push()
    expect(await look(mark)).toMatchObject({ moved: 'rewritten', commits: [] })
  })

  it('reads the done marker as pushed, not as written', async () => {
    builder.write(STATUS, 'Soon:\n```\n## DONE\n```\n')
    builder.say('quoted')
    const quoted = await look(mark)
    expect(quoted.done).toEqual({ core: false })
    builder.write(STATUS, '## DONE: yes\n')
    builder.commit('mine alone')
    expect(await lookAtRepository(door, quoted.mark, ask)).toEqual({ kind: 'same' })
    builder.push()
    expect((await look(quoted.mark)).done).toEqual({ core: true })
  })

  it('sees an inbox written and deleted, and by whom', async () => {
    builder.write(INBOX, 'please look')
    builder.say('mail')
    const written = await look(mark)
    expect(written.inboxes).toEqual([{ path: INBOX, change: 'written', authors: ['builder'] }])
    const adversary = sandbox.clone('adversary')
    git(adversary.folder, 'pull', '--quiet', 'origin', 'main')
    git(adversary.folder, 'rm', '--quiet', INBOX)
    adversary.say('read it')
    const read = await look(written.mark)
    expect(read.inboxes).toEqual([{ path: INBOX, change: 'deleted', authors: ['adversary'] }])
    adversary.say('unrelated')
    expect((await look(read.mark)).inboxes).toEqual([])
  })

  it('names every author who wrote to an inbox between two looks', async () => {
    builder.write(INBOX, 'one')
    builder.say('mail 1')
    const adversary = sandbox.clone('adversary')
    git(adversary.folder, 'pull', '--quiet', 'origin', 'main')
    adversary.write(INBOX, 'two')
    adversary.say('mail 2')
    expect((await look(mark)).inboxes[0]?.authors.toSorted()).toEqual(['adversary', 'builder'])
  })

  it('reads the status file of a phase that was appended though nothing was pushed', async () => {
    builder.write('machine-docs/STATUS-b.md', '## DONE\n')
    builder.say('early')
    const before = await look(mark)
    const longer = {
      ...ask,
      statusFiles: [...ask.statusFiles, { phase: 'b', path: 'machine-docs/STATUS-b.md' }],
    }
    expect(await look(before.mark, longer)).toMatchObject({
      moved: 'still',
      commits: [],
      done: { core: false, b: true },
    })
  })

  it('takes a status file that is a folder or larger than 1 MB for not done, and says so', async () => {
    const files = [
      { phase: 'large', path: 'L.md' },
      { phase: 'folder', path: 'F' },
      { phase: 'fine', path: 'ok.md' },
    ]
    builder.write('L.md', `## DONE\n${'x'.repeat(1 << 20)}`)
    builder.write('F/x', '## DONE\n')
    builder.write('ok.md', `## DONE\n\xff${'é'.repeat(1000)}`)
    builder.say('odd files')
    const seen = await look(mark, { ...ask, statusFiles: files })
    expect(seen.done).toEqual({ large: false, folder: false, fine: true })
    expect(seen.unread).toEqual(['L.md', 'F'])
  })

  it('is not misled by a status file that imitates the answers of git', async () => {
    const fake = `${mark.head} ${mark.head}\n## DONE\n`
    builder.write('a.md', fake)
    builder.write('b.md', `x\n${'0'.repeat(40)} blob 8\n## DONEX`)
    builder.say('imitation')
    const files = [
      { phase: 'a', path: 'a.md' },
      { phase: 'b', path: 'b.md' },
    ]
    expect((await look(mark, { ...ask, statusFiles: files })).done).toEqual({ a: true, b: false })
  })

  it('follows packed refs, another branch packing them, and a ref made loose again', async () => {
    git(sandbox.origin, 'pack-refs', '--all', '--prune')
    expect(await lookAtRepository(door, mark, ask)).toEqual({ kind: 'same' })
    builder.say('claim(a): x')
    const next = await look(mark)
    expect(next.commits).toMatchObject([{ claim: 'a' }])
    git(sandbox.origin, 'pack-refs', '--all', '--prune')
    expect(await lookAtRepository(door, next.mark, ask)).toEqual({ kind: 'same' })
  })

  it('reads the gates of the branch since a commit, or of the last 2,000 commits', async () => {
    builder.commit('claim(a): x')
    const since = builder.commit('work')
    builder.commit('review(a): PASS')
    builder.say('claim(b): x')
    const subjects = async (from: string | null) => {
      const seen = await readGates(door, ask, from)
      return seen.kind === 'gates' ? seen.commits.map(({ subject }) => subject) : seen
    }
    expect(await subjects(null)).toEqual(['claim(a): x', 'review(a): PASS', 'claim(b): x'])
    expect(await subjects(since)).toEqual(['review(a): PASS', 'claim(b): x'])
    expect(await subjects('f'.repeat(40))).toHaveLength(3)
    expect(await subjects('--output=/tmp/x')).toHaveLength(3)
  })
})
