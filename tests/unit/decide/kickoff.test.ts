import { describe, expect, test } from 'vitest'
import { kickoff } from '../../../src/decide/kickoff.ts'
import { deeds, find, rule } from '../../support/rulings.ts'
import { aPhase, aSituation, aTeam, MINUTE_MS, type Overrides, withAgent } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const kickedOff = (over: Overrides) => rule(kickoff, aSituation(over))
const fresh = { members: { builder: { kickedOff: '' } } }

describe('once for each run and phase', () => {
  test('a run that was told what to do is not told again', () => {
    expect(deeds(kickedOff({ members: { desk: { kickedOff: 'kickoff:desk:1' } } }))).toEqual([])
  })

  test('each start, and each phase, brings one kickoff', () => {
    const story = new Story()
    story.during(MINUTE_MS)
    story.ask({ ask: 'restart', agents: ['builder'] })
    story.during(MINUTE_MS)
    story.mark('core')
    story.during(MINUTE_MS)
    const keys = Object.values(story.memory.messages)
      .filter((one) => one.agent === 'builder')
      .map((one) => one.key)
    expect(keys).toEqual(['kickoff:builder:1:core', 'kickoff:builder:2:core', 'kickoff:builder:3:polish'])
  })

  test('no kickoff without a part in the phase, without a running program, or from the run of another phase', () => {
    const desk = { kickedOff: 'kickoff:desk:1' }
    const none = (over: Overrides) =>
      expect(deeds(kickedOff({ ...over, members: { desk, ...over.members } }))).toEqual([])
    none({ ...fresh, team: aTeam({ loop: { phases: [aPhase('core', { agents: [] })] } }) })
    none({ members: { builder: { kickedOff: '', run: 'starting' } } })
    none({ members: { builder: { kickedOff: '', phase: 'earlier' } } })
  })

  test('an agent without prompt and kickoff files has none', () => {
    const team = withAgent(aTeam({ agents: aTeam().agents.slice(0, 1) }), 'builder', { kickoff: null })
    expect(deeds(kickedOff({ team, ...fresh }))).toEqual([])
  })

  test('one whose file cannot be written fails, and is not queued again and again', () => {
    const story = Story.running()
    story.outcomes = { queue: { ok: false, text: 'prompts/builder.md cannot be read' } }
    story.ask({ ask: 'restart', agents: ['builder'] })
    expect(story.during(10 * MINUTE_MS).filter((one) => one === 'builder: queue kickoff')).toHaveLength(1)
    expect(story.messages('builder').at(-1)).toBe('kickoff failed')
  })

  test('one that a crash cut off is queued again', () => {
    const story = Story.running()
    story.outcomes = { queue: { ok: false, cutOff: true, text: 'the watchdog died in the middle of it' } }
    story.ask({ ask: 'restart', agents: ['builder'] })
    story.after(1000)
    story.after(1000)
    story.outcomes = {}
    expect(story.after(1000)).toContain('builder: queue kickoff')
  })
})

describe('what it says', () => {
  test('role, kickoff and phase texts come in this order, in a file that a short line points to', () => {
    const loop = { phases: [aPhase('core', { title: 'The core', kickoff: '/team/core.md' })] }
    const team = withAgent(aTeam({ loop }), 'builder', { prompt: ['/team/role.md'] })
    const { draft } = find(kickedOff({ team, ...fresh }), 'queue', 'builder')
    expect(draft.file?.sources).toEqual(['/team/role.md', '/team/prompts/builder.md', '/team/core.md'])
    expect(draft.line).toBe(`Read ${draft.file?.path} and follow it.`)
    expect(draft.file?.path).toMatch(/^\/team\/\.agents\/messages\/builder\/[A-Za-z0-9-]+\.md$/)
    expect(draft.line.length).toBeLessThan(700)
  })

  test('its template values are those of agent, phase and loop', () => {
    const { draft } = find(kickedOff(fresh), 'queue', 'builder')
    expect(draft.file?.values).toEqual({
      'agent.name': 'builder',
      'agent.cwd': '/team/builder',
      'agent.mail': 'builder@agents.invalid',
      'phase.id': 'core',
      'phase.title': 'core',
      'phase.status': 'machine-docs/STATUS-core.md',
      'loop.branch': 'main',
      'loop.state': 'machine-docs',
      'loop.done_marker': '## DONE',
      'team.reviewers': 'correctness, readability',
      'team.builders': 'builder',
      'team.inboxes': 'machine-docs/BUILDER-INBOX.md',
    })
  })
})
