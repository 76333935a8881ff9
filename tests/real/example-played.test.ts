import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HandPlayedTeam } from '../support/hand-played-team.ts'

const REVIEWERS = ['readability', 'correctness'] as const
const MARKER = /^## DONE$/m
let team: HandPlayedTeam

beforeAll(async () => {
  team = new HandPlayedTeam()
  for (const agent of ['builder', 'desk', ...REVIEWERS]) await team.start(agent)
})

afterAll(() => team.stop())

async function kickOffAll(phase: string): Promise<void> {
  for (const reviewer of REVIEWERS) await team.kickOff(reviewer, phase, 'prompts/adversary.md')
  await team.kickOff('builder', phase, 'prompts/builder.md')
}

async function pingReviewers(label: string): Promise<void> {
  for (const reviewer of REVIEWERS)
    await team.tell(
      reviewer,
      `builder pushed claim(${label}) at 1a2b3c4: "claim(${label}): ready". Review it.`,
    )
}

/** Waits for both reviewers' passes, and tells the builder of each. */
async function passBoth(label: string): Promise<void> {
  for (const reviewer of REVIEWERS) {
    await team.untilPushed(`${reviewer}: review(${label}): PASS`)
    await team.tell('builder', `${reviewer} pushed review(${label}): PASS`)
  }
}

describe('the scripted team of the example, told by hand what the watchdog would tell it', () => {
  test('the first parser fails a real review, with the reason in the body and in the inbox', async () => {
    await kickOffAll('core')
    await team.untilPushed('builder: claim(parse)')
    await pingReviewers('parse')
    const review = await team.untilPushed('correctness: review(parse): FAIL')
    expect(review).toContain('P3 a quoted field may hold a line break')
    expect(team.pushedFile('machine-docs/BUILDER-INBOX.md')).toContain('review(parse): FAIL')
    await team.untilPushed('readability: review(parse): PASS')
  })

  test('the builder mends it, consumes the inbox and claims it again', async () => {
    const verdict = 'correctness pushed review(parse): FAIL at 1a2b3c4: "review(parse): FAIL".'
    const inbox = 'machine-docs/BUILDER-INBOX.md was changed: read it, act on it, then delete it in a commit.'
    await team.tell('builder', 'readability pushed review(parse): PASS at 5d6e7f8: "review(parse): PASS".')
    await team.tell('builder', `${verdict} ${inbox}`)
    await team.untilPushed('builder: claim(parse)', 2)
    expect(team.pushedFile('machine-docs/BUILDER-INBOX.md')).toBe('')
    await pingReviewers('parse')
    await team.untilPushed('readability: review(parse): PASS', 2)
    await team.untilPushed('correctness: review(parse): PASS')
  })

  test('two verdicts announced in one line are enough to go on with the next item', async () => {
    const both =
      'correctness, readability pushed review(parse): PASS at 1a2b3c4; review(parse): PASS at 5d6e7f8.'
    await team.tell('builder', both)
    await team.untilPushed('builder: claim(facts)')
    await pingReviewers('facts')
    await passBoth('facts')
  })

  test('the builder then falls silent, and marks the phase only when it is nudged', async () => {
    const nudge =
      'Every claim of phase core (parse, facts) has a fresh PASS of every reviewer, but machine-docs/STATUS-core.md as pushed has no line "## DONE".'
    await team.pane('builder').waitFor('facts has passed as well')
    expect(team.pushedFile('machine-docs/STATUS-core.md')).not.toMatch(MARKER)
    await team.tell('builder', nudge)
    await team.untilPushed('builder: status: STATUS-core.md')
    expect(team.pushedFile('machine-docs/STATUS-core.md')).toMatch(MARKER)
  })

  test('a reviewer is killed in the middle of a review and goes on after its next kickoff', async () => {
    await kickOffAll('cli')
    await team.untilPushed('builder: claim(feat:cli)')
    await pingReviewers('cli')
    expect(await team.pane('correctness').waitForEnd()).toBeNull()
    await team.run('correctness')
    await team.kickOff('correctness', 'cli', 'prompts/adversary.md')
    await passBoth('cli')
  })

  test('the last phase is marked without a nudge, and what was built works', async () => {
    await team.untilPushed('builder: status: STATUS-cli.md')
    expect(team.pushedFile('machine-docs/STATUS-cli.md')).toMatch(MARKER)
    const checkout = join(team.dir, 'checkout')
    execFileSync('git', ['clone', '-q', join(team.dir, 'origin.git'), checkout])
    const input = 'fruit,count\n"pear, ""green""\nor not",10\n'
    const shown = execFileSync(process.execPath, ['bin/csv-facts.js', '-'], { cwd: checkout, input })
    expect(`${shown}`).toMatch(/^count +1 +0 +1 +number +10 /m)
  })

  test('the desk tells what was pushed when it is woken', async () => {
    await team.tell('desk', 'Report what was pushed since your last report.')
    await team.pane('desk').waitFor(/builder +status: STATUS-cli/)
  })
})
