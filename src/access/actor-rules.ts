import type { ErrorCode } from '../core/errors.ts'

interface ActorRule {
  readonly en: string
  readonly zh: string
  /** What the caller is told. */
  readonly code: ErrorCode
}

/** Rules about who acts, whatever it is about; the ledger names them. */
export const ACTOR_RULES = {
  'role-not-allowed': {
    en: "the client's role does not allow the operation",
    zh: '客户端的角色不允许该操作',
    code: 'FORBIDDEN',
  },
  'second-person-needed': { en: 'a second person must act', zh: '须由另一人办理', code: 'FOUR_EYES' },
} as const satisfies Record<string, ActorRule>
