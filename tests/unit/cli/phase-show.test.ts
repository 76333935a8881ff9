import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commit, decided, push, RecordedTeam } from '../../support/recorded-team.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam()
})
afterEach(() => team.close())

function begin(phase: string, ignoreBlob: string | null = null) {
  team.add(0, decided('phase', 'team', { do: 'begin-phase', phase, from: null, ignoreBlob }))
}

test('a claim without a verdict is owed by its reviewer, and the marker by the builders', async () => {
  begin('core')
  team.add(0, push([commit('builder', 'a', { claim: 'parser' })]))
  const { code, out } = await team.run('phase', 'show')
  expect(code).toBe(0)
  expect(out).toMatch(/^core \(The core\): current since /)
  expect(out).toMatch(
    /unmet {2}claim\(parser\) by builder: PASS of adversary on aaaaaaa +owed by adversary; no verdict yet/,
  )
  expect(out).toMatch(/unmet {2}"## DONE" stands in .*STATUS-core\.md, as pushed +owed by builder/)
  expect(out).toMatch(/^polish: to come/m)
  expect(out).toContain('The next move is owed by: adversary, builder')
})

test('a FAIL is owed by the author, a PASS by nobody, and a new claim makes a verdict stale', async () => {
  begin('core')
  const review = (verdict: 'PASS' | 'FAIL') => ({ review: { label: 'parser', verdict } })
  team.add(0, push([commit('builder', 'a', { claim: 'parser' }), commit('adversary', 'b', review('FAIL'))]))
  expect((await team.run('phase', 'show')).out).toMatch(
    /unmet .*on aaaaaaa +owed by builder; FAIL in bbbbbbb/,
  )
  team.add(0, push([commit('builder', 'd', { claim: 'parser' })]))
  expect((await team.run('phase', 'show')).out).toMatch(
    /unmet .*on ddddddd +owed by adversary; FAIL in bbbbbbb, from before the newest claim/,
  )
  team.add(0, push([commit('adversary', 'e', review('PASS'))]))
  expect((await team.run('phase', 'show')).out).toMatch(/ {2}met .*on ddddddd +PASS in eeeeeee/)
})

test('a marker from before the phase was set by hand does not count, and is told as that', async () => {
  team.add(0, push([], { core: true }))
  begin('core', 'blob1')
  const { phases } = JSON.parse((await team.run('phase', 'show', '--json')).out)
  expect(phases[0]).toMatchObject({
    state: 'current',
    conditions: [{ met: false, detail: expect.stringContaining('before the phase was set by hand') }],
  })
})

test('phases that are over are done, and the end of all is told', async () => {
  team.add(0, push([], { core: true, polish: true }))
  begin('polish')
  expect((await team.run('phase', 'show')).out).toMatch(/^core \(The core\): done/)
  team.add(0, decided('phase', 'team', { do: 'complete' }))
  const { out } = await team.run('phase', 'show')
  expect(out).toMatch(/^polish: done/m)
  expect(out).toContain('SEQUENCE-COMPLETE')
})

test('a team without a loop has no phases: exit 1 with the mend', async () => {
  writeFileSync(team.file, '[backend.sh]\nprofile = "shell"\n[[agent]]\nname = "a"\nbackend = "sh"\n')
  for (const argv of [
    ['phase', 'show'],
    ['phase', 'next'],
  ])
    expect(await team.run(...argv)).toMatchObject({ code: 1, err: expect.stringContaining('[loop]') })
})
