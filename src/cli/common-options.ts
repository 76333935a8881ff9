import type { OptionSpecs } from './command.ts'

/** Options that every command takes. */
export const COMMON_OPTIONS = {
  config: { value: 'FILE', help: 'the agents.toml to use (default: here or in a folder above)' },
  json: { help: 'print JSON for programs' },
  help: { short: 'h', help: 'explain the command' },
} as const satisfies OptionSpecs
