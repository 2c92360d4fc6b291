import { SIGNING_FAULTS, type FaultCode } from '../../signing/index.ts'

/** Why a step did not pass, beyond what the signing rules name themselves: a closed list with its messages. */
const LEDGER_CODES = {
  LOG_KEY_INVALID: { en: 'the log key is not an Ed25519 vkey', zh: '日志公钥不是有效的 Ed25519 vkey' },
  LOG_KEY_MISSING: { en: 'no key of the log was given', zh: '未提供日志公钥' },
  CHECKPOINT_MISSING: { en: 'there is no checkpoint', zh: '缺少检查点' },
  CHECKPOINT_INVALID: {
    en: 'the checkpoint is malformed or was not signed by this log',
    zh: '检查点格式错误，或不是由该日志签名',
  },
  FILE_MISSING: { en: 'a file of the tree is missing', zh: '缺少日志树的文件' },
  BUNDLE_MALFORMED: { en: 'an entry bundle is malformed', zh: '条目包格式错误' },
  ENTRY_MALFORMED: {
    en: 'an entry holds something else than kind, hour and digest',
    zh: '条目含有种类、小时、摘要以外的内容',
  },
  HASHES_DIFFER: { en: 'a hash tile does not fit the entries', zh: '哈希块与条目不一致' },
  ROOT_DIFFERS: { en: 'the entries do not lead to the signed root', zh: '条目推算的根与签名的根不一致' },
  EARLIER_INVALID: {
    en: 'the earlier checkpoint is malformed or was not signed by this log',
    zh: '较早的检查点格式错误，或不是由该日志签名',
  },
  EARLIER_NOT_CONTINUED: { en: 'the log does not continue the earlier checkpoint', zh: '日志未延续较早的检查点' },
  PROOF_MALFORMED: { en: 'it is not a tlog-proof', zh: '不是 tlog-proof' },
  PROOF_MISSING: { en: 'no proof was given', zh: '未提供证明' },
  OPENING_MISSING: { en: 'nothing opens the entry', zh: '未附条目的载荷与盐值' },
  OPENING_MALFORMED: { en: 'payload and salt are malformed', zh: '载荷与盐值格式错误' },
  LEAF_UNKNOWN: { en: 'it is not known which entry it is', zh: '无法得知对应的条目' },
  NOT_INCLUDED: { en: 'the proof does not lead from the entry to the signed root', zh: '证明无法由条目推算到签名的根' },
  PROOF_OF_ANOTHER: { en: 'the proof belongs to another entry', zh: '证明属于其他条目' },
  RECEIPT_MALFORMED: { en: 'it is not a receipt', zh: '不是回执' },
  ANCHOR_MISSING: { en: 'no trust anchor was given', zh: '未提供信任根证书' },
  LOG_OF_ANOTHER: { en: 'the receipt names another log', zh: '回执所指为其他日志' },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>

export type LedgerCode = keyof typeof LEDGER_CODES | FaultCode

export const LEDGER_STEP_CODES: Readonly<Record<LedgerCode, { readonly en: string; readonly zh: string }>> = {
  ...SIGNING_FAULTS,
  ...LEDGER_CODES,
}

interface LedgerStepResult {
  readonly step: string
  readonly result: 'PASSED' | 'FAILED' | 'CANNOT_TELL'
  readonly code?: LedgerCode
  readonly en?: string
  readonly zh?: string
  /** Which file or entry; never personal data. */
  readonly where?: string
}

export interface LedgerVerdict {
  readonly verdict: 'VALID' | 'NOT_VALID' | 'CANNOT_TELL'
  readonly steps: readonly LedgerStepResult[]
}

/** Collects what each step found, in order. */
export interface StepList {
  passed(step: string): void
  failed(step: string, code: LedgerCode, where?: string): void
  cannotTell(step: string, code: LedgerCode, where?: string): void
  verdict(): LedgerVerdict
}

export function createSteps(): StepList {
  const steps: LedgerStepResult[] = []
  const add = (step: string, result: LedgerStepResult['result'], code: LedgerCode, where?: string) =>
    void steps.push({ step, result, code, ...LEDGER_STEP_CODES[code], ...(where === undefined ? {} : { where }) })
  return {
    passed: (step) => void steps.push({ step, result: 'PASSED' }),
    failed: (step, code, where) => add(step, 'FAILED', code, where),
    cannotTell: (step, code, where) => add(step, 'CANNOT_TELL', code, where),
    verdict() {
      const has = (result: LedgerStepResult['result']) => steps.some((step) => step.result === result)
      return { verdict: has('FAILED') ? 'NOT_VALID' : has('CANNOT_TELL') ? 'CANNOT_TELL' : 'VALID', steps }
    },
  }
}
