import type { Profile } from './profile.ts'
import { SCRIPTED_DIALOGS } from './scripted-dialogs.ts'

/** The scripted agent that ships with this package. Its launch line is made from the agent's `script`. */
export const scripted: Profile = {
  name: 'scripted',
  seenOn: null,
  command: [],
  modelOption: null,
  session: null,
  folderOption: null,
  env: {},
  apiVariables: [],
  submitKey: 'Enter',
  // It takes a CR within 50 ms of a paste as part of the paste.
  submitDelayMs: 100,
  input: 'queues',
  screen: {
    composer: 'ruled',
    prompt: /^❯[\u00a0 ]?/,
    placeholder: /^$/,
    folded: /^\[Pasted text #\d+(?: \+(?<lines>\d+) lines)?\]$/,
    working: [/^[✻✽✶✢] .*… \(/],
    footer: [],
    limit: [/^You've hit your .{1,40}limit\b/],
    resumes: null,
    dialog: [/Enter to confirm/],
    permission: /Do you want to [^?]{1,300}\?/,
    dialogs: SCRIPTED_DIALOGS,
  },
}
