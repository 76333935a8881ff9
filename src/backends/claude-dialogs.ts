import type { DialogForm } from './dialog-form.ts'

const SEEN_ON = 'Claude Code 2.1.329'
const ENDS = /^Enter to confirm · Esc to cancel$/

/** Claude Code's dialogs. Until 2.1.250 the trust dialog had its options the other way round, and numbered. */
export const CLAUDE_DIALOGS: readonly DialogForm[] = [
  {
    ...{ name: 'trust-folder', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^Accessing workspace: (?<folder>.+?) Quick safety check: Is this a project you created or one you trust\?/,
    options: [/^Yes, I trust this folder$/, /^No, exit$/],
    answer: { take: /^Yes, I trust this folder$/, consent: { to: 'own-folder' } },
  },
  {
    ...{ name: 'api-key', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^Detected a custom API key in your environment .*Do you want to use this API key\?$/,
    options: [/^Yes$/, /^No \(recommended\)$/],
    answer: { take: /^Yes$/, consent: { to: 'variable', name: 'ANTHROPIC_API_KEY' } },
  },
  {
    ...{ name: 'bypass-permissions', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^WARNING: Claude Code running in Bypass Permissions mode\b.*\byou accept all responsibility\b/,
    options: [/^No, exit$/, /^Yes, I accept$/],
    answer: {
      take: /^Yes, I accept$/,
      consent: { to: 'launch-words', words: ['--dangerously-skip-permissions', 'bypassPermissions'] },
    },
  },
  {
    ...{ name: 'theme', kind: 'startup', seenOn: SEEN_ON, hasMore: true },
    asks: /Choose the text style that looks best with your terminal\b.*$/,
    options: [/^Auto \(match terminal\)$/, /^Dark mode$/, /^Light mode$/],
    // A piece of code in the colours of the choice stands below.
    ends: /Syntax theme: [\w ]+ \(ctrl\+t to disable\)$/,
    answer: { take: /^Auto \(match terminal\)$/, consent: null },
  },
  {
    ...{ name: 'security-notes', kind: 'startup', seenOn: SEEN_ON, options: [] },
    asks: /Security notes: 1\. Claude can make mistakes\.(?: [^.]+\.){1,3}/,
    ends: /\bPress Enter to continue…?$/,
    answer: { take: /^Enter$/, consent: null },
  },
  {
    ...{ name: 'external-imports', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^Allow external CLAUDE\.md file imports\?/,
    options: [/^No, disable external imports$/, /^Yes, allow external imports$/],
    answer: null,
  },
  {
    ...{ name: 'mcp-server', kind: 'startup', seenOn: SEEN_ON, ends: ENDS, hasMore: true },
    asks: /^New MCP server found in this project: \S+/,
    options: [/^Use this MCP server$/, /^Continue without using this MCP server$/],
    answer: null,
  },
  {
    // Two and more: a list of ticks, all of them set.
    ...{ name: 'mcp-servers', kind: 'startup', seenOn: SEEN_ON, options: [], answer: null },
    asks: /\d+ new MCP servers found in this project Select any you wish to enable\./,
    ends: /Space to select · Esc to reject all$/,
  },
  {
    // "Fix with Claude" is chosen. To go on without the file is to go on without what it forbids.
    ...{ name: 'settings-error', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^Settings Error \S.*$/,
    options: [/^Fix with Claude$/, /^Exit and fix manually$/, /^Continue without these settings$/],
    answer: null,
  },
  {
    // The one row ends it, the other throws away all that it knows.
    ...{ name: 'config-error', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^Configuration error \S.*$/,
    options: [/^Exit and fix manually$/, /^Reset to default configuration$/],
    answer: null,
  },
  {
    // After the theme nothing stands below it; asked for by /login it can be left.
    ...{ name: 'login', kind: 'startup', seenOn: SEEN_ON, ends: /^(?:Esc to cancel)?$/, hasMore: true },
    asks: /Select login method:$/,
    options: [/^Claude account with subscription\b/, /^Anthropic Console account\b/],
    answer: null,
  },
  {
    ...{ name: 'login-code', kind: 'startup', seenOn: SEEN_ON, options: [], answer: null },
    asks: /Use the URL below to sign in\b/,
    ends: /Paste code here if prompted\b.*Esc to (?:go back|cancel)$/,
  },
  {
    // Rows come and go with the plan: upgrade, add funds, go on at lower priority. With the other kind of waiting Claude
    // goes on by itself; with this one it is idle, and what is said at the reset is said once.
    ...{ name: 'limit', kind: 'limit', seenOn: SEEN_ON, ends: ENDS, hasMore: true },
    asks: /^What do you want to do\?$/,
    options: [/^Stop and wait for limit to reset$/],
    answer: { take: /^Stop and wait for limit to reset$/, consent: null },
  },
]
