/** What makes each CLI start unattended against the model server, as data. */
export interface FirstRun {
  /** Text of each file, by its path inside the home folder. */
  readonly files: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

interface Place {
  readonly url: string
  readonly cwd: string
  readonly key: string
  /** The home folder. */
  readonly folder: string
}

const json = (value: unknown) => JSON.stringify(value, null, 2)
const text = JSON.stringify

const claude = ({ url, cwd, key, folder }: Place): FirstRun => ({
  files: {
    '.claude/.claude.json': json({
      hasCompletedOnboarding: true,
      customApiKeyResponses: { approved: [key.slice(-20)] },
      projects: { [cwd]: { hasTrustDialogAccepted: true } },
    }),
    '.claude/settings.json': json({ tui: 'default', skipDangerousModePermissionPrompt: true }),
  },
  env: {
    CLAUDE_CONFIG_DIR: `${folder}/.claude`,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: key,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    IS_SANDBOX: '1',
  },
  args: [],
})

const codex = ({ url, cwd, key, folder }: Place): FirstRun => ({
  files: {
    '.codex/config.toml': [
      'model = "gpt-5.4-codex"',
      'model_provider = "tests"',
      'check_for_update_on_startup = false',
      '[model_providers.tests]',
      'name = "tests"',
      `base_url = ${text(`${url}/v1`)}`,
      'wire_api = "responses"',
      'env_key = "TESTS_KEY"',
      `[projects.${text(cwd)}]`,
      'trust_level = "trusted"',
      '[analytics]',
      'enabled = false',
      '[notice]',
      'hide_rate_limit_model_nudge = true',
      '',
    ].join('\n'),
  },
  env: { CODEX_HOME: `${folder}/.codex`, TESTS_KEY: key },
  // Else two processes live on in the background, and 400 MB in its home.
  args: ['--no-daemon'],
})

const pi = ({ url, key, folder }: Place): FirstRun => ({
  files: {
    '.pi/agent/models.json': json({
      providers: {
        tests: {
          baseUrl: `${url}/v1`,
          api: 'openai-completions',
          apiKey: key,
          models: [{ id: 'tests-model' }],
        },
      },
    }),
  },
  env: { PI_CODING_AGENT_DIR: `${folder}/.pi/agent`, PI_OFFLINE: '1' },
  args: ['--provider', 'tests', '--model', 'tests-model'],
})

const gemini = ({ url, key }: Place): FirstRun => ({
  files: {
    '.gemini/settings.json': json({
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
    }),
  },
  env: { GEMINI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: url },
  args: ['--model', 'gemini-2.5-pro'],
})

const qwen = ({ url, key }: Place): FirstRun => ({
  files: {
    '.qwen/settings.json': json({
      security: { auth: { selectedType: 'openai' }, folderTrust: { enabled: false } },
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
    }),
  },
  env: {
    ...{ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${url}/v1`, OPENAI_MODEL: 'tests-model' },
    // It sends loopback to the proxy, too.
    ...{ HTTP_PROXY: '', HTTPS_PROXY: '' },
  },
  args: [],
})

const opencode = ({ url, key, folder }: Place): FirstRun => ({
  files: {
    'opencode.json': json({
      provider: {
        tests: {
          npm: '@ai-sdk/openai-compatible',
          options: { baseURL: `${url}/v1`, apiKey: key },
          models: { 'tests-model': {} },
        },
      },
      model: 'tests/tests-model',
      small_model: 'tests/tests-model',
      autoupdate: false,
      share: 'disabled',
    }),
  },
  env: {
    OPENCODE_CONFIG: `${folder}/opencode.json`,
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
  },
  args: [],
})

/** The first-run answers of each CLI, as seen with the versions in tests/clis/versions.ts. */
export const FIRST_RUN = { claude, codex, pi, gemini, qwen, opencode } satisfies Record<
  string,
  (place: Place) => FirstRun
>

export type HomeCli = keyof typeof FIRST_RUN
