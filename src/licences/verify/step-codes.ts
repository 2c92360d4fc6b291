import { SIGNING_FAULTS, type FaultCode } from '../../signing/index.ts'

/** Why a step did not pass, beyond what the signing rules name themselves: a closed list with its messages. */
const VERIFY_CODES = {
  // form
  FILE_UNREADABLE: { en: 'the file cannot be read', zh: '文件无法读取' },
  KIND_UNKNOWN: { en: 'its typ names no document of ours', zh: 'typ 不是本系统的文件类型' },
  PAYLOAD_NOT_CANONICAL: { en: 'its content is not canonical JSON (RFC 8785)', zh: '内容不是规范 JSON（RFC 8785）' },
  CONTENT_INVALID: { en: 'its content does not fit the schema of its kind', zh: '内容不符合该类文件的模式' },
  IDENTIFIER_WRONG: {
    en: 'its identifier is wrong, or is not that of its type and issuer',
    zh: '证照标识有误，或与证照类型、颁发机构不一致',
  },
  // chain
  ANCHOR_MISSING: { en: 'no trust anchor was given', zh: '未提供信任根证书' },
  SIGNED_IN_FUTURE: { en: 'it claims to have been signed in the future', zh: '签名时间晚于当前时间' },
  // authority
  SEAL_OF_ANOTHER: {
    en: 'the seal belongs to another agency than the issuer it names',
    zh: '签章机构与所载颁发机构不一致',
  },
  ISSUER_NOT_PERMITTED: { en: 'that agency may not issue this type', zh: '该机构无权颁发此类证照' },
  // period
  NOT_YET_VALID: { en: 'its period has not begun on that date', zh: '该日期尚未进入有效期' },
  EXPIRED: { en: 'its period has ended on that date', zh: '该日期已超过有效期' },
  // status
  STATUS_SUSPENDED: { en: 'it was suspended on that date', zh: '该日期处于暂扣状态' },
  STATUS_SUPERSEDED: { en: 'a newer licence had replaced it', zh: '已被新证照替代' },
  STATUS_CANCELLED: { en: 'it had been cancelled', zh: '已注销' },
  STATUS_RESCINDED: { en: 'it had been rescinded', zh: '已撤销' },
  STATUS_REVOKED: { en: 'it had been revoked', zh: '已吊销' },
  STATUS_TRANSFERRED_OUT: { en: 'it had been transferred to another authority', zh: '已迁出' },
  STATUS_ENDED: { en: 'the status list says that it is not valid', zh: '状态列表显示其无效' },
  STATUS_LIST_MISSING: { en: 'its status list was not given', zh: '未提供其状态列表' },
  STATUS_LIST_INVALID: { en: 'the status list given cannot be trusted', zh: '所提供的状态列表不可信' },
  STATUS_LIST_STALE: { en: 'the status list does not reach that date', zh: '状态列表已过期，不覆盖该日期' },
  STATUS_LIST_LATER: {
    en: 'the status list is later than that date and does not say what was before',
    zh: '状态列表晚于该日期，无法得知此前状态',
  },
  STATUS_UNKNOWN: { en: 'the register does not hold this document', zh: '登记库中没有该文件' },
  STATUS_TO_COME: { en: 'nobody can tell its status on a day to come', zh: '无法判断将来日期的状态' },
  CONTENT_DIFFERS: {
    en: 'the register holds another document under this identifier',
    zh: '登记库中该标识对应的是另一份文件',
  },
  // inclusion
  PROOF_MISSING: { en: 'no proof of its ledger entry was given', zh: '未提供存证证明' },
  LOG_KEY_MISSING: { en: 'no usable key of the ledger was given', zh: '未提供有效的存证日志公钥' },
  PROOF_INVALID: { en: 'the proof does not lead to a checkpoint signed by that ledger', zh: '存证证明无法通过验证' },
  PROOF_OF_ANOTHER: { en: 'the proof belongs to another entry', zh: '存证证明属于其他条目' },
  LOG_OF_ANOTHER: { en: 'the receipt names another ledger', zh: '回执所指为其他存证日志' },
  PROOF_PENDING: { en: 'its entry waits for the next checkpoint', zh: '存证条目等待写入检查点' },
  LEDGER_UNAVAILABLE: { en: 'the ledger did not answer', zh: '存证日志未应答' },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>

type VerifyCode = keyof typeof VERIFY_CODES | FaultCode

/** Every code that a verdict may name; the documentation prints it. */
export const STEP_CODES: Readonly<Record<VerifyCode, { readonly en: string; readonly zh: string }>> = {
  ...SIGNING_FAULTS,
  ...VERIFY_CODES,
}

export type StepOutcome =
  | { readonly result: 'PASSED' }
  | { readonly result: 'FAILED' | 'CANNOT_TELL'; readonly code: VerifyCode; readonly en: string; readonly zh: string }

export const PASSED: StepOutcome = { result: 'PASSED' }
export const failed = (code: VerifyCode): StepOutcome => ({ result: 'FAILED', code, ...STEP_CODES[code] })
export const cannotTell = (code: VerifyCode): StepOutcome => ({ result: 'CANNOT_TELL', code, ...STEP_CODES[code] })
