import { toInstant } from '../core/clock.ts'
import { createKeptHeaders } from '../licences/index.ts'
import type { EvidenceDeps } from './evidence-deps.ts'
import { removeExpired } from './evidence-records.ts'
import type { EvidenceFeature } from './evidence.ts'
import { requestEvidence } from './request-evidence.ts'

/** The main job: which materials of a case does the government already hold? (README of this folder) */
export function createEvidence(deps: EvidenceDeps): EvidenceFeature {
  const context = { ...deps, headers: createKeptHeaders(deps.store) }
  return {
    request: (actor, input) => requestEvidence(context, actor, input),
    eraseExpired: () => removeExpired(deps.store, toInstant(deps.clock.now())),
  }
}
