import { join } from 'node:path'
import { sourceKey } from '../model/source.ts'
import { filesBelow } from '../system/folders-below.ts'
import type { LogFeed } from './log-feed.ts'
import { FileFeed } from './log-file-feed.ts'
import { labelOf, openOperand, openSource } from './log-open.ts'
import type { SourcesOfAgent } from './log-sources.ts'

/** All transcripts of a log. Asked again while it is followed, since sub-agents and new runs begin new ones. */
export interface LogFeeds {
  now(): Promise<readonly LogFeed[]>
}

/** The transcripts of an agent, those of runs to come too. */
export function feedsOfAgent(sources: SourcesOfAgent): LogFeeds {
  const known = new Known()
  return {
    now: async () => {
      for (const source of await sources())
        known.add(sourceKey(source), () => [openSource(source, source.depth, '')])
      return known.feeds
    },
  }
}

/** The files that a person named, each with the transcripts of its sub-agents. */
export function feedsOfFiles(paths: readonly string[], session: string | null): LogFeeds {
  const known = new Known()
  const isOne = paths.length === 1
  return {
    now: async () => {
      for (const path of paths) {
        const label = isOne ? '' : labelOf(path)
        known.add(path, () => openOperand(path, label, session))
        for (const child of subAgentsOf(path)) known.add(child, () => [new FileFeed(child, label, 1)])
      }
      return known.feeds
    },
  }
}

/** Feeds by what they read, in the order in which they were first named. */
class Known {
  readonly #feeds = new Map<string, readonly LogFeed[]>()

  get feeds(): readonly LogFeed[] {
    return [...this.#feeds.values()].flat()
  }

  add(key: string, open: () => readonly LogFeed[]): void {
    if (!this.#feeds.has(key)) this.#feeds.set(key, open())
  }
}

/** Claude Code keeps those of `<session>.jsonl` in `<session>/subagents/`, some of them in folders of their own. */
function subAgentsOf(path: string): string[] {
  if (!path.endsWith('.jsonl')) return []
  return filesBelow(join(path.slice(0, -'.jsonl'.length), 'subagents'), '.jsonl')
}
