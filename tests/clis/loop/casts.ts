import { clisOfThisRun } from '../program.ts'
import type { Cast } from './example-team.ts'

/** A cast, and what to call it. */
export interface NamedCast {
  readonly name: string
  readonly cast: Cast
}

/** Who may play the example; of the first, which always plays, three CLIs are seen. */
const CASTS: readonly NamedCast[] = [
  named({ builder: 'claude', correctness: 'codex', readability: 'pi', desk: 'claude' }),
  named({ builder: 'pi', correctness: 'claude', readability: 'codex', desk: 'pi' }),
  named({ builder: 'codex', correctness: 'pi', readability: 'claude', desk: 'codex' }),
  named({ builder: 'claude', correctness: 'claude', readability: 'codex', desk: 'claude' }),
  named({ builder: 'claude', correctness: 'codex', readability: 'codex', desk: 'claude' }),
]

/** The first cast, or with AGENTS_TEST_CASTS=all every one (about a minute each); of these, whose CLIs are installed for this run. */
export function castsOfThisRun(asked = process.env.AGENTS_TEST_CASTS): NamedCast[] {
  const clis = clisOfThisRun()
  const playable = CASTS.filter(({ cast }) => Object.values(cast).every((cli) => clis.includes(cli)))
  return asked === 'all' ? playable : playable.slice(0, 1)
}

function named(cast: Cast): NamedCast {
  const { builder, correctness, readability } = cast
  return { name: `${builder} builds, ${correctness} and ${readability} review`, cast }
}
