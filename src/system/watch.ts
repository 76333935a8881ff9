import { type FSWatcher, watch } from 'chokidar'

/** One push makes several events (lock, write, rename); they are one nudge. */
const DEBOUNCE_MS = 20

/** What a watch tells. Neither callback may be needed for correctness: polling is the truth. */
export interface WatchListener {
  /** Something below a watched path changed: look now. */
  readonly nudge: () => void
  /** Watching is impaired (too many inotify watches, a folder gone); told once. */
  readonly trouble: (error: Error) => void
}

export interface PathWatch {
  /** Resolves when changes are noticed from now on, or when it is known that they are not. */
  readonly ready: Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Watches folders (with their subfolders) and single files, also ones that do not exist yet. Costs one inotify watch
 * per folder and listed file, none per other file.
 */
export function watchPaths(
  paths: readonly string[],
  listener: WatchListener,
  debounceMs = DEBOUNCE_MS,
): PathWatch {
  const listed = new Set(paths)
  const watcher = watch([...paths], {
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignored: (path, stats) => stats?.isFile() === true && !listed.has(path),
  })
  const nudge = debounced(listener.nudge, debounceMs)
  // `raw` comes straight from the kernel, `all` once chokidar has read the folder again; where a backend has no
  // `raw` (polling), `all` is what is left.
  watcher.on('raw', nudge.call)
  watcher.on('all', nudge.call)
  const ready = Promise.race([happens(watcher, 'ready'), happens(watcher, 'error')])
  tellOnce(watcher, listener.trouble)
  return {
    ready,
    close: async () => {
      nudge.cancel()
      await watcher.close()
    },
  }
}

/** The first event starts the wait, so a steady stream of events cannot put the nudge off. */
function debounced(deed: () => void, waitMs: number): { call: () => void; cancel: () => void } {
  let timer: NodeJS.Timeout | null = null
  const fire = () => {
    timer = null
    deed()
  }
  return {
    call: () => {
      timer ??= setTimeout(fire, waitMs)
    },
    cancel: () => {
      if (timer) clearTimeout(timer)
    },
  }
}

function happens(watcher: FSWatcher, event: 'ready' | 'error'): Promise<void> {
  return new Promise((resolve) => {
    watcher.once(event, () => resolve())
  })
}

/** An emitter without an `error` listener throws, so the listener stays after its first word. */
function tellOnce(watcher: FSWatcher, trouble: (error: Error) => void): void {
  let isTold = false
  watcher.on('error', (error) => {
    if (!isTold) trouble(error instanceof Error ? error : new Error(String(error)))
    isTold = true
  })
}
