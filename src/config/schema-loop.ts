import * as v from 'valibot'
import { key, need, preset } from './keys.ts'
import { path, pattern } from './kinds.ts'
import { branch, file, line, names, phaseId, repo, subdir } from './values.ts'

const phase = v.object({
  id: need(phaseId, 'Unique.'),
  title: key(line, 'For people.', 'the id'),
  status: need(file, 'File in state_subdir that gets the done marker; unique.'),
  kickoff: key(path, 'File of text added to the kickoff in this phase.'),
  agents: key(names, 'Loop agents that take part.', 'all'),
})

const inbox = v.object({
  file: need(file, 'File in state_subdir; deleting it marks it consumed.'),
  pings: need(names, 'Who is told when it changes.'),
})

const handoff = v.object({
  claim_pattern: preset(pattern, '^claim', 'Commit subjects that claim a gate.'),
  review_pattern: preset(pattern, '^review', 'Commit subjects that carry a verdict.'),
  claim_pings: key(names, 'Who is told of a claim.', 'nobody'),
  review_pings: key(names, 'Who is told of a review.', 'nobody'),
  inboxes: key(v.array(inbox), 'Files that agents leave for each other.'),
})

/** [loop] */
export const loop = v.object({
  repo: need(repo, 'What counts is what is pushed here.'),
  branch: preset(branch, 'main', 'The branch that counts.'),
  state_subdir: preset(subdir, 'machine-docs', 'Folder inside the repository with status files and inboxes.'),
  done_marker: preset(line, '## DONE', 'Text in the status file that ends a phase.'),
  done_nudge: preset(
    v.boolean(),
    true,
    'Ask a stalled agent once per phase for the marker before restarting it.',
  ),
  phases: need(v.array(phase), 'The steps, in order.'),
  handoff: preset(handoff, {}, 'Which commits and files ping whom.'),
})
