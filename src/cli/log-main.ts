import { DraftFile } from '../system/draft-file.ts'
import { keepHeapSmall, keepOldHeapSmall } from '../system/small-heap.ts'
import { type Arguments, type CommandEntry, defineCommand } from './command.ts'
import { EXIT, failure } from './exit.ts'
import { untilInterrupted } from './interrupt.ts'
import { feedsOfAgent, feedsOfFiles, type LogFeeds } from './log-feeds.ts'
import { LogFilter } from './log-filter.ts'
import { mergedByTime, oneByOne } from './log-merge.ts'
import { checkTogether, LOG_OPTIONS, widthOf, wishesOf } from './log-options.ts'
import { LogTroubles } from './log-troubles.ts'
import type { LogWriter } from './log-writer.ts'
import { here, main } from './main.ts'

/** How often followed transcripts are looked at: it feels live, and costs a look at each file. */
const FOLLOW_EVERY_MS = 300

/** After so many looks without news (30 s) an answer is whole: what its last row says that it used is shown. */
const QUIET_LOOKS = 100

type LogArguments = Arguments<typeof LOG_OPTIONS>

/** `agent-log`: the transcripts of any known CLI in one form, for people and for grep. */
export const command = defineCommand({
  options: LOG_OPTIONS,
  operands: [0, Number.POSITIVE_INFINITY],
  run: async (args) => {
    const { options, operands, json } = args
    checkTogether(options, json, operands.length)
    const feeds = await feedsOf(args)
    const log = new Log(args, feeds)
    if (options.html !== null) return log.intoPage(options.html, operands)
    return options.follow ? log.follow() : log.once()
  },
})

/** The program as its help shows it. */
export const program: CommandEntry = {
  name: 'agent-log',
  summary: 'prints transcripts as clean, greppable lines: time, role, kind, text',
  operands: 'FILE… | --agent NAME',
  example: 'agent-log --agent builder -f',
  isProgram: true,
  load: async () => ({ command }),
}

/** Runs `agent-log` with the words of its command line; returns the exit code. */
export function logMain(argv: readonly string[]): Promise<number> {
  keepHeapSmall()
  keepOldHeapSmall()
  const words = argv[0] === '--version' ? argv : ['agent-log', ...argv]
  return main(words, { ...here(), entries: [program] })
}

/** One run of the program. */
class Log {
  readonly #args: LogArguments
  readonly #feeds: LogFeeds
  readonly #filter: LogFilter
  readonly #troubles: LogTroubles
  readonly #width: number | null

  constructor(args: LogArguments, feeds: LogFeeds) {
    this.#args = args
    this.#feeds = feeds
    this.#filter = new LogFilter(wishesOf(args.options))
    this.#width = widthOf(args.options)
    this.#troubles = new LogTroubles(args.output)
  }

  async once(): Promise<number> {
    await this.#look(await this.#writer(), true)
    return EXIT.done
  }

  async follow(): Promise<number> {
    const writer = await this.#writer()
    // What is there already may be long: until it is shown, Ctrl-C ends the program at once.
    await this.#look(writer, false)
    let quietLooks = 0
    for await (const _ of untilInterrupted(FOLLOW_EVERY_MS)) {
      const count = await this.#look(writer, quietLooks === QUIET_LOOKS)
      quietLooks = count > 0 ? 0 : quietLooks + 1
    }
    return EXIT.done
  }

  async intoPage(path: string, operands: readonly string[]): Promise<number> {
    const { HtmlWriter } = await import('./log-html.ts')
    const file = draftOf(path)
    try {
      const title = this.#args.options.agent ?? operands.join(', ')
      const writer = new HtmlWriter(file, title, this.#width)
      await this.#look(writer, true)
      writer.end()
    } catch (error) {
      file.drop()
      throw error
    }
    this.#args.output.line(`Written: ${path}`)
    return EXIT.done
  }

  /** Shows everything that is there for now, and how much that is. `isEnd`: also what may not be whole. */
  async #look(writer: LogWriter, isEnd: boolean): Promise<number> {
    const feeds = await this.#feeds.now()
    const told = this.#args.options['in-order'] ? oneByOne(feeds, isEnd) : mergedByTime(feeds, isEnd)
    let count = 0
    for await (const one of told) {
      count += 1
      const shown = this.#filter.show(one)
      if (shown) writer.write(shown)
    }
    this.#troubles.tell(feeds)
    return count
  }

  /** The form that was asked for; each is loaded only when it is. */
  async #writer(): Promise<LogWriter> {
    const { json, output, options } = this.#args
    if (json) return new (await import('./log-json.ts')).JsonWriter(output, this.#width)
    if (options.markdown) return new (await import('./log-markdown.ts')).MarkdownWriter(output, this.#width)
    const { TextWriter } = await import('./log-text.ts')
    const labels = (await this.#feeds.now()).map(({ label }) => label.length)
    const { pattern, thinking } = wishesOf(options)
    return new TextWriter(output, {
      // 0: a terminal that nobody told its size.
      columns: () => (output.isTerminal && process.stdout.columns) || null,
      width: this.#width,
      labelColumns: Math.max(0, ...labels),
      ...{ pattern, thinking },
    })
  }
}

/** What is to be shown. How an agent's transcripts are found is loaded only when one is named. */
async function feedsOf(args: LogArguments): Promise<LogFeeds> {
  const { agent, session, follow } = args.options
  if (agent === null) return feedsOfFiles(args.operands, session)
  const { sourcesOfAgent } = await import('./log-sources.ts')
  const sources = await sourcesOfAgent(args, agent)
  if (!follow && (await sources()).length === 0)
    throw failure(`No transcript of ${agent} is known yet.`, 'Has it been started? See: agents status')
  return feedsOfAgent(sources)
}

function draftOf(path: string): DraftFile {
  try {
    return new DraftFile(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw failure(`${path} cannot be written (${why}).`, 'Name a file in a folder that is yours.')
  }
}
