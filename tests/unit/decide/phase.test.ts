import { describe, expect, test } from 'vitest'
import { phase } from '../../../src/decide/phase.ts'
import { find, rule, withheld } from '../../support/rulings.ts'
import { aCommit, aPhase, aSituation, aTeam, MINUTE_MS, SECOND_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const THREE = ['core', 'polish', 'ship'].map((id) => aPhase(id))

/** The phases that were begun, in order. */
function begun(story: Story): string[] {
  return story.log
    .filter((one) => /begin-phase|reopen|: complete/.test(one))
    .map((one) => one.replace('team: ', ''))
}

describe('going on', () => {
  test('the first phase that is not marked done is begun, once the repository was looked at', () => {
    expect(rule(phase, aSituation({ memory: { repository: null } })).decisions).toEqual([])
    const story = new Story()
    story.tick()
    expect(begun(story)).toEqual(['begin-phase core'])
  })

  test('a repository that cannot be read at the first look is told to a person once', () => {
    const story = new Story()
    const failure = { kind: 'not-a-repository', message: 'no repository', hint: 'make one' } as const
    story.repository = { kind: 'unknown', failure }
    expect(story.during(MINUTE_MS).filter((one) => one.startsWith('team'))).toEqual([
      'team: alarm needs-human',
    ])
    expect(story.log.join()).not.toContain('builder: start')
  })

  test('nothing moves without a marker, and nothing moves twice', () => {
    const story = Story.running()
    expect(story.during(10 * MINUTE_MS)).toEqual([])
    story.mark('core')
    story.during(10 * MINUTE_MS)
    expect(begun(story)).toEqual(['begin-phase polish'])
  })

  test('a pushed marker begins the next phase on that same tick', () => {
    const story = Story.running()
    story.mark('core')
    expect(story.tick()).toContain('team: begin-phase polish')
  })

  test('a chain of phases that are done already is passed, and the last one completes once', () => {
    const story = Story.running(aTeam({ loop: { phases: THREE } }))
    story.mark('polish')
    story.tick()
    story.mark('ship')
    story.tick()
    story.mark('core')
    story.during(10 * MINUTE_MS)
    expect(begun(story)).toEqual(['begin-phase polish', 'begin-phase ship', 'complete'])
    expect(story.log.filter((one) => one === 'team: alarm complete')).toHaveLength(1)
  })

  test('when every phase was done before the first look the sequence is complete', () => {
    const story = new Story()
    story.mark('core')
    story.mark('polish')
    story.during(MINUTE_MS)
    expect(begun(story)).toEqual(['complete'])
    expect(story.log.filter((one) => one.startsWith('builder: start'))).toEqual([])
  })

  test('a team without a loop has no phases', () => {
    expect(rule(phase, aSituation({ team: aTeam({ loop: null }) })).decisions).toEqual([])
  })
})

describe('the end and after', () => {
  test('loop agents get no fresh run at the end; a persistent one lives on', () => {
    const story = Story.running(aTeam({ loop: { phases: [aPhase('core')] } }))
    story.mark('core')
    story.during(MINUTE_MS)
    story.die('builder')
    story.die('desk')
    const later = story.during(10 * MINUTE_MS)
    expect(later).toContain('desk: start (dead)')
    expect(later.filter((one) => one.startsWith('builder'))).toEqual([])
  })

  test('a phase that is appended later reopens the sequence and kicks its agents off', () => {
    const story = Story.running(aTeam({ loop: { phases: [aPhase('core')] } }))
    story.mark('core')
    story.during(MINUTE_MS)
    story.team = aTeam({ loop: { phases: [aPhase('core'), aPhase('polish')] } })
    story.push([])
    story.during(MINUTE_MS)
    expect(begun(story)).toEqual(['complete', 'reopen polish'])
    expect(story.log).toContain('builder: queue kickoff')
  })

  test('one that is appended with its marker there already does not', () => {
    const story = Story.running(aTeam({ loop: { phases: [aPhase('core')] } }))
    story.mark('polish')
    story.tick()
    story.mark('core')
    story.during(MINUTE_MS)
    story.team = aTeam({ loop: { phases: [aPhase('core'), aPhase('polish')] } })
    story.during(MINUTE_MS)
    expect(begun(story)).toEqual(['complete'])
  })

  test('a phase that is taken out of the file gives way to the first that is not done', () => {
    const story = Story.running(aTeam({ loop: { phases: THREE } }))
    story.mark('core')
    story.tick()
    story.team = aTeam({ loop: { phases: [aPhase('core'), aPhase('ship')] } })
    story.during(MINUTE_MS)
    expect(begun(story)).toEqual(['begin-phase polish', 'begin-phase ship'])
  })
})

describe('set by a person', () => {
  test('back to a done phase: it stays there until its file is pushed anew, be it with the same text', () => {
    const story = Story.running(aTeam({ loop: { phases: THREE } }))
    story.mark('core')
    story.during(MINUTE_MS)
    story.ask({ ask: 'phase', phase: 'core' })
    story.during(10 * MINUTE_MS)
    expect(begun(story)).toEqual(['begin-phase polish', 'begin-phase core'])
    story.mark('core', false)
    story.tick()
    story.mark('core')
    story.during(MINUTE_MS)
    expect(begun(story).at(-1)).toBe('begin-phase polish')
  })

  test('after the end: the sequence is open again, and what the end left behind is taken back', () => {
    const story = Story.running(aTeam({ loop: { phases: [aPhase('core')] } }))
    story.mark('core')
    story.during(MINUTE_MS)
    story.ask({ ask: 'phase', phase: 'core' })
    story.during(MINUTE_MS)
    expect(begun(story)).toEqual(['complete', 'reopen core'])
    expect(story.memory.phase.complete).toBe(false)
  })
})

describe('fresh runs', () => {
  test('each loop agent of the next phase is ended and started in it; the persistent one is left alone', () => {
    const story = Story.running(
      aTeam({ loop: { phases: [aPhase('core'), aPhase('polish', { agents: ['builder'] })] } }),
    )
    story.mark('core')
    const decided = story.during(30 * SECOND_MS)
    expect(decided.filter((one) => /end|start/.test(one))).toEqual([
      'builder: end (phase)',
      'builder: start (phase)',
    ])
    expect(story.memory.members.builder?.phase).toBe('polish')
  })

  test('unsent texts about the old phase are dropped; a word of a person is not', () => {
    const story = Story.running()
    story.outcomes = { type: { ok: false, text: 'a draft is in its input box', reached: 'refused' } }
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    story.push([
      aCommit({ authorEmail: 'correctness@agents.invalid', review: { label: 'parse', verdict: 'FAIL' } }),
    ])
    story.tick()
    story.mark('core')
    story.tick()
    story.tick()
    expect(story.messages('builder')).toContain('ping failed')
    expect(story.messages('builder')).toContain('operator queued')
  })

  test('a pane that a person paused is left as it is until they resume', () => {
    const story = Story.running()
    story.ask({ ask: 'pause', agents: ['builder'] })
    story.tick()
    story.mark('core')
    story.during(MINUTE_MS)
    expect(story.log).not.toContain('builder: end (phase)')
    expect(story.withheld).toContain('builder: end (phase): paused by a person')
    story.ask({ ask: 'resume', agents: ['builder'] })
    story.during(20 * SECOND_MS)
    expect(story.log).toContain('builder: start (phase)')
  })
})

test('the decision names the file and the marker that it rests on', () => {
  const ruling = rule(phase, aSituation({ memory: { done: { core: true }, repository: MARK } }))
  expect(find(ruling, 'begin-phase')).toMatchObject({ phase: 'polish', from: 'core' })
  expect(ruling.decisions[0]?.because[0]?.saw).toBe('STATUS-core.md as pushed holds "## DONE"')
  expect(withheld(ruling)).toEqual([])
})

const MARK = { head: 'h', lastHead: 'h', statusBlobs: { 'machine-docs/STATUS-core.md': 'b' }, inboxBlobs: {} }
