import type { Agent, ProfileName } from '../model/team.ts'
import { claude } from './claude.ts'
import { codex } from './codex.ts'
import { gemini } from './gemini.ts'
import { opencode } from './opencode.ts'
import { pi } from './pi.ts'
import type { Profile } from './profile.ts'
import { qwen } from './qwen.ts'
import { scripted } from './scripted.ts'
import { shell } from './shell.ts'

/** Every profile, by the name that agents.toml uses. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  claude,
  codex,
  gemini,
  opencode,
  pi,
  qwen,
  scripted,
  shell,
}

/** What is known of an agent's CLI. */
export function profileOf(agent: Agent): Profile {
  return PROFILES[agent.backend.profile]
}
