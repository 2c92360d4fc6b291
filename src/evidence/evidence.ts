import type { Actor, Purpose } from '../access/index.ts'
import type { Bilingual, PartyRole } from '../catalog/index.ts'
import type { LocalDate } from '../core/clock.ts'
import type { JsonObject } from '../core/strict-json.ts'
import type { DisclosedLicence } from '../licences/index.ts'
import type { RefusalRule } from '../sharing/index.ts'

/** A subject in its role in the case (当事人). */
export interface Party {
  readonly role: PartyRole
  /** 111 citizen number, 001 unified social credit code (GB/T 36903 annex A). */
  readonly idType: '111' | '001'
  readonly id: string
}

/** The question, as a caller words it; everything in it is checked before anything is read. */
export interface EvidenceRequest {
  readonly requestId: string
  /** One or more service items; with `bundle` none but the bundle's, all of which are meant. */
  readonly purpose: Purpose
  readonly bundle?: string
  /** One applicant, or the company that applies, and the others. */
  readonly parties: readonly Party[]
  readonly situations: readonly string[]
  /** The date the question is about; today when absent. */
  readonly asOf?: string
}

/** Why a material has to be handed in. */
export const SUBMIT_REASONS = {
  MADE_BY_APPLICANT: { en: 'made by the applicant', zh: '由申请人自行制作' },
  MADE_BY_THIRD_PARTY: { en: 'made by a third party, not held here', zh: '由第三方出具，政府未持有' },
  NONE_HELD: { en: 'none is held', zh: '未查到' },
  EXPIRED: { en: 'the licence held has expired', zh: '所持证照已过期' },
  NOT_IN_FORCE: { en: 'the licence held is not in force', zh: '所持证照不在有效状态' },
  TOO_OLD: { en: 'what is held is too old for this purpose', zh: '所持材料超过时限' },
  REFUSED_BY_RULE: { en: 'access was refused by a rule', zh: '访问被规则拒绝' },
  ANSWERED_NO: { en: 'the register answers no', zh: '核验结果为否' },
  CANNOT_TELL: { en: 'the register cannot tell', zh: '无法判断' },
  SOURCE_UNAVAILABLE: { en: 'the source did not answer; this is not "no record"', zh: '数据源未应答，不等于“无记录”' },
  PARTY_MISSING: { en: 'the case names no such party', zh: '办件未提供该当事人' },
  PAPER_ORIGINAL: { en: 'the paper original is still taken in', zh: '仍须收取纸质原件' },
} as const satisfies Record<string, { en: string; zh: string }>
export type SubmitReason = keyof typeof SUBMIT_REASONS

/** DEFERRABLE must still come, later; only HELD and COMMITMENT spare the applicant the material. */
export type MaterialState = 'HELD' | 'COMMITMENT' | 'DEFERRABLE' | 'SUBMIT'

/** What proves a material that is held. */
export type Proof =
  | { readonly kind: 'LICENCE'; readonly licence: DisclosedLicence }
  | { readonly kind: 'RECORD'; readonly register: string; readonly recordId: string; readonly data: JsonObject }
  | {
      readonly kind: 'PREDICATE'
      readonly register: string
      readonly predicate: string
      readonly answer: 'TRUE'
      readonly asOf: LocalDate
      readonly ruleVersion: number
    }

/** A licence that would have met the material, but for its state: shown so that a clerk can explain. */
export interface NotAccepted {
  readonly identifier: string
  readonly state: string
  readonly on?: LocalDate
  readonly reason?: string
  readonly authority?: string
}

/** What is known of one material for one party; a fault of a source never looks like "none". */
export interface MaterialAnswer {
  readonly code: string
  readonly name: Bilingual
  readonly party: PartyRole
  readonly serviceItems: readonly string[]
  readonly state: MaterialState
  readonly proof?: Proof
  readonly reason?: SubmitReason
  /** With REFUSED_BY_RULE. */
  readonly rule?: RefusalRule
  readonly notAccepted?: NotAccepted
  /** With CANNOT_TELL: why, and since when the register is complete. */
  readonly cannotTell?: { readonly reason: string; readonly coverageFrom?: string }
  /** The party's number, masked: a case may have several parties in one role, each with its own answer. */
  readonly subject?: string
  /** A source that failed to answer, even when another alternative met the material. */
  readonly sourcesUnavailable: readonly string[]
}

/** The answer (佐证) to which materials of a case the government already holds. */
export interface Evidence {
  readonly evidenceId: string
  readonly asOf: LocalDate
  readonly materials: readonly MaterialAnswer[]
  /** The necessary materials. */
  readonly materialsAsked: number
  /** Those that need not be submitted. */
  readonly materialsHeld: number
  /** The signed evidence document: compact JWS (schema/documents/evidence.schema.json). */
  readonly document: string
  /** Compact JWS. */
  readonly receipt: string
  readonly leafId: string
  readonly isReplay: boolean
}

/** The main job (README of this folder, "Life of a request"). */
export interface EvidenceFeature {
  request(actor: Actor, input: EvidenceRequest): Promise<Evidence>
  /** Erases stored answers whose time has passed; answers how many. A replay of one is ERASED either way. */
  eraseExpired(): Promise<number>
}
