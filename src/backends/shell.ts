import type { Profile } from './profile.ts'

/** Any program that reads lines: its screen is not read, and what is typed cannot be proven. */
export const shell: Profile = {
  name: 'shell',
  seenOn: null,
  command: [],
  modelOption: null,
  session: null,
  folderOption: null,
  env: {},
  apiVariables: [],
  submitKey: 'Enter',
  submitDelayMs: 50,
  input: 'blind',
  screen: null,
}
