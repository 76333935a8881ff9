import { MOMENTS } from '../support/texting.ts'
import { testTexts } from './sending.ts'

// It never asks for leave.
testTexts(
  'pi',
  { args: [] },
  MOMENTS.filter((moment) => moment !== 'asking'),
)
