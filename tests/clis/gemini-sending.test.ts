import { MOMENTS } from '../support/texting.ts'
import { testTexts } from './sending.ts'

// It asks for leave before every command or before none.
testTexts(
  'gemini',
  { args: ['--yolo'] },
  MOMENTS.filter((moment) => moment !== 'asking'),
)
