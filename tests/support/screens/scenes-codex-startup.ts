import type { Scene } from './scene.ts'

const LED = `[model_providers.tests]
name = "tests"
base_url = "http://127.0.0.1:9/v1"
wire_api = "responses"
env_key = "TESTS_KEY"
`
const NEWER = { latest_version: '9.9.9', last_checked_at: '2099-01-01T00:00:00Z', dismissed_version: null }
/** An older model of its own list, which names a newer one. */
const OLDER = 'gpt-5.6-sol'

/** What Codex asks before its input box is there. None of it needs a network. */
export const codexStartupScenes: readonly Scene[] = [
  {
    // It looks for a newer version at most once a day: the file is what it found.
    name: 'dialog/update',
    files: {
      '.codex/version.json': JSON.stringify(NEWER),
      '.codex/config.toml': `model = "gpt-5.4-codex"\nmodel_provider = "tests"\n${LED}`,
    },
    ready: /esc skip/,
    steps: [],
    shows: /Update available/,
  },
  {
    name: 'dialog/newer-model',
    files: {
      '.codex/config.toml': `model = "${OLDER}"\nmodel_provider = "tests"\ncheck_for_update_on_startup = false\n${LED}`,
    },
    ready: /Trust this folder/,
    steps: [{ see: /esc back/ }, { press: 'Enter' }],
    shows: /Try new model[\s\S]*quit/,
  },
]
