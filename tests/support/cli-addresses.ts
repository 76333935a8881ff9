/** How each CLI is led to the model server, as data. Its first-run questions are answered by the product (cli-home.ts). */
export interface Address {
  /** Text of each file, by its path inside the home folder. */
  readonly files: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

interface Place {
  readonly url: string
  /** The folder that the CLI will be started in, without links. */
  readonly cwd: string
  readonly key: string
  /** The home folder. */
  readonly folder: string
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

const claude = ({ url, key, folder }: Place): Address => ({
  files: {
    // The product says it on the launch line; a test that starts Claude by hand may not.
    '.claude/settings.json': json({ tui: 'default', skipDangerousModePermissionPrompt: true }),
  },
  env: {
    CLAUDE_CONFIG_DIR: `${folder}/.claude`,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: key,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // What a person has to say to Claude Code as root: the product does not say it by itself.
    ...(process.getuid?.() === 0 ? { IS_SANDBOX: '1' } : {}),
  },
  args: [],
})

const codex = ({ url, cwd, key, folder }: Place): Address => ({
  files: {
    '.codex/config.toml': [
      'model = "gpt-5.4-codex"',
      'model_provider = "tests"',
      // The product gives these answers on its launch line; here a test can take single ones away.
      'check_for_update_on_startup = false',
      '[model_providers.tests]',
      'name = "tests"',
      `base_url = ${JSON.stringify(`${url}/v1`)}`,
      'wire_api = "responses"',
      'env_key = "TESTS_KEY"',
      `[projects.${JSON.stringify(cwd)}]`,
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

const pi = ({ url, key, folder }: Place): Address => ({
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

const gemini = ({ url, key }: Place): Address => ({
  files: {},
  env: { GEMINI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: url },
  args: ['--model', 'gemini-2.5-pro'],
})

const qwen = ({ url, key }: Place): Address => ({
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

const opencode = ({ url, key, folder }: Place): Address => ({
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

/** By CLI, as seen with the versions in tests/clis/versions.ts. */
export const ADDRESSES = { claude, codex, pi, gemini, qwen, opencode } satisfies Record<
  string,
  (place: Place) => Address
>

export type HomeCli = keyof typeof ADDRESSES
