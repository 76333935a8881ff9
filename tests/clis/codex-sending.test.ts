import { MOMENTS } from '../support/texting.ts'
import { testTexts } from './sending.ts'

testTexts(
  'codex',
  {
    args: ['--no-alt-screen', '--ask-for-approval', 'on-request', '--sandbox', 'danger-full-access'],
    files: { '.codex/rules/default.rules': 'prefix_rule(pattern=["touch"], decision="prompt")\n' },
  },
  MOMENTS,
)
