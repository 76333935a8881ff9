import { expect, test } from 'vitest'
import { parsePsLine } from '../../../src/system/process-ps.ts'
import { type ProcessRow, parseStat } from '../../../src/system/process-row.ts'
import { treeCpuTicks, treeOf } from '../../../src/system/process-tree.ts'

test('a name with blanks and parentheses shifts no field', () => {
  const line = '12 (a) (b c) S 3 4 5 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1 0 777 8 9'
  expect(parseStat(line)).toEqual({
    pid: 12,
    ppid: 3,
    startTicks: 777,
    comm: 'a) (b c',
    cpuTicks: 100,
    session: 5,
    state: 'S',
  })
  expect(parseStat('')).toBeNull()
  expect(parseStat('12 (cut) S 3')).toBeNull()
})

test('a line of ps is read, with days of CPU time', () => {
  expect(parsePsLine('  501     1 Ss   1-02:03:04.50 Thu Jan  1 00:10:00 1970 /usr/sbin/my prog')).toEqual({
    pid: 501,
    ppid: 1,
    startTicks: 600,
    comm: 'my prog',
    cpuTicks: 9_378_450,
    session: 0,
    state: 'S',
  })
  expect(parsePsLine('nonsense')).toBeNull()
})

const row = (pid: number, ppid: number, more: Partial<ProcessRow> = {}): ProcessRow => ({
  pid,
  ppid,
  startTicks: pid,
  comm: 'x',
  cpuTicks: 1,
  session: 1,
  state: 'S',
  ...more,
})

test('a tree holds children of children and orphans of its session, but no zombies and no neighbours', () => {
  const table = [
    row(30, 20),
    row(20, 10, { session: 10 }),
    row(10, 1, { session: 10 }),
    row(40, 1, { session: 10 }),
    row(50, 10, { state: 'Z' }),
    row(60, 1),
  ]
  const tree = treeOf(table, 10)
  expect(tree[0]?.pid).toBe(10)
  expect(tree.map(({ pid }) => pid).sort()).toEqual([10, 20, 30, 40])
  expect(treeCpuTicks(tree)).toBe(4)
  expect(treeOf(table, 99)).toEqual([])
  expect([treeOf(table, 1), treeOf(table, 0)]).toEqual([[], []])
})
