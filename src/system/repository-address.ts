import { fileURLToPath } from 'node:url'

/** Where a repository is: a folder here, or a host that is asked over the network. */
export type RepositoryAddress =
  | { readonly kind: 'local'; readonly folder: string }
  | { readonly kind: 'remote'; readonly url: string; readonly host: string }

/** Reads loop.repo: a path, `file://`, a URL, or ssh's short form `user@host:path`. */
export function readAddress(repo: string): RepositoryAddress {
  const url = /^([a-z][a-z0-9+.-]*):\/\//i.exec(repo)
  if (url?.[1]?.toLowerCase() === 'file') return { kind: 'local', folder: fileFolder(repo) }
  if (url) return { kind: 'remote', url: repo, host: hostOfUrl(repo) }
  // git's own rule: a colon before any slash makes it a host (also `transport::address`, which git refuses).
  const short = /^([^/:]+):/.exec(repo)
  if (short) return { kind: 'remote', url: repo, host: (short[1] ?? '').replace(/^.*@/, '') }
  return { kind: 'local', folder: repo }
}

function fileFolder(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    // Not a URL of this machine; git will say of this path that it is no repository.
    return url.replace(/^file:\/\//i, '')
  }
}

function hostOfUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
