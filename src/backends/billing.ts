import type { Agent, Billing } from '../model/team.ts'
import { profileOf } from './list.ts'

/**
 * How an agent's tokens are paid: as `billing` says, else through the API when the `env` of its backend or its own names a
 * key of the API. A variable that is set to nothing takes a key away. The environment that the watchdog was started with is not asked.
 */
export function billingOf(agent: Agent): Billing {
  if (agent.backend.billing) return agent.backend.billing
  const env = { ...agent.backend.env, ...agent.env }
  return profileOf(agent).apiVariables.some((name) => env[name]) ? 'api' : 'subscription'
}

/** Whether a cost is money that is asked for these very tokens; otherwise it is shown as API-equivalent. */
export function isApiBilled(agent: Agent): boolean {
  return billingOf(agent) === 'api'
}
