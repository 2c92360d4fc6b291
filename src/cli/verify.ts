import { existsSync } from 'node:fs'
import { readLanguage } from '../config.ts'
import { parseDate, systemClock } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError, type Language } from '../core/errors.ts'
import type { StateNow, Verdict } from '../licences/index.ts'
import { verdictOfUnreadable, verifyDocument, type VerifyDocumentOptions } from '../licences/verify/index.ts'
import { certificatesFromPem, readCertificate } from '../signing/index.ts'
import { answer } from './answer.ts'
import type { ExitCode } from './exit.ts'
import type { AnswerOptions } from './options.ts'
import { readText } from './read-file.ts'
import { describeVerdict, exitCodeOf, stepsOf } from './show-verdict.ts'

interface VerifyOptions extends AnswerOptions {
  readonly anchor?: readonly string[]
  readonly logKey?: string
  readonly status?: readonly string[]
  readonly proof?: readonly string[]
  readonly validOn?: string
}

/**
 * `zhengshu verify FILE…`: offline, with published keys only. One verdict a file; the exit code is the worst of them:
 * 0 all valid, 1 one is not valid, 2 one cannot be told.
 */
export function verify(files: readonly string[], options: VerifyOptions): ExitCode {
  const language = readLanguage()
  const how: VerifyDocumentOptions = {
    anchors: (options.anchor ?? []).map(readAnchor),
    now: systemClock.now(),
    ...(options.validOn === undefined ? {} : { validOn: parseDate(options.validOn, '--valid-on') }),
    ...(options.status === undefined ? {} : { statusLists: options.status.map((file) => readText(file)) }),
    ...(options.logKey === undefined ? {} : { logKey: readLogKey(options.logKey) }),
  }
  const proofs = (options.proof ?? []).map((file) => readText(file))
  const verdicts = files.map((file) => verifyFile(file, how, proofs, files.length === 1))
  for (const [i, file] of files.entries()) {
    const verdict = verdicts[i]!
    answer(options, toJson(file, verdict), describe(file, verdict, language, options.status !== undefined))
  }
  return exitCodeOf(verdicts)
}

/** Certificates that chains may lead to, PEM. One that cannot be used is the caller's mistake, not the document's. */
function readAnchor(file: string): string {
  const pem = readText(file)
  const unusable = (reason: string, reasonZh: string) => new ZhengshuError('FILE_INVALID', { file, reason, reasonZh })
  const certificates = certificatesFromPem(pem).map(readCertificate)
  if (certificates.length === 0) throw unusable('it holds no certificate in PEM', '不含 PEM 格式的证书')
  for (const certificate of certificates) if (!certificate.ok) throw unusable(certificate.en, certificate.zh)
  return pem
}

/** Of several proofs each file takes its own; only of a single file a proof of something else is held against it. */
function verifyFile(file: string, how: VerifyDocumentOptions, proofs: readonly string[], isAlone: boolean): Verdict {
  const text = readIfPossible(file)
  if (text === undefined) return verdictOfUnreadable(how)
  const verdicts = proofs.map((proof) => verifyDocument(text, { ...how, proof }))
  const own = verdicts.find(({ steps }) => !steps.some(({ code }) => code === 'PROOF_OF_ANOTHER'))
  return own ?? (isAlone ? verdicts[0] : undefined) ?? verifyDocument(text, how)
}

function readIfPossible(file: string): string | undefined {
  try {
    return readText(file)
  } catch (error) {
    if (isZhengshuError(error, 'FILE_INVALID')) return undefined
    throw error
  }
}

/** A vkey has plus signs and no slash at its start, a path names a file: the file wins when there is one. */
export const readLogKey = (option: string): string => (existsSync(option) ? readText(option) : option).trim()

const toJson = (file: string, shown: Verdict) => ({
  file,
  verdict: shown.verdict,
  validOn: shown.validOn,
  documentKind: shown.documentKind,
  identifier: shown.identifier,
  steps: stepsOf(shown),
  stateNow: shown.stateNow,
})

function describe(file: string, verdict: Verdict, language: Language, hasStatus: boolean): string {
  const { validOn, documentKind, stateNow = [] } = verdict
  const isEvidence = documentKind === 'evidence' && verdict.verdict === 'VALID'
  const date =
    language === 'zh'
      ? `，${isEvidence ? `所载内容于 ${validOn} 属实` : `判断日期 ${validOn}`}`
      : `${isEvidence ? ', true on' : ' on'} ${validOn}`
  const lines = describeVerdict(file, verdict, language, date)
  if (documentKind !== 'evidence' || !hasStatus) return lines.join('\n')
  return [...lines, ...describeStateNow(stateNow, language)].join('\n')
}

const STATES_ZH: Readonly<Record<StateNow['state'], string>> = {
  VALID: '有效',
  SUSPENDED: '暂扣',
  SUPERSEDED: '已换发',
  CANCELLED: '已注销',
  RESCINDED: '已撤销',
  REVOKED: '已吊销',
  TRANSFERRED_OUT: '已迁出',
  ENDED: '已失效',
}

/** Apart from the verdict, which no later change touches. */
function describeStateNow(states: readonly StateNow[], language: Language): readonly string[] {
  if (states.length === 0)
    return [
      language === 'zh'
        ? '现状：所给状态列表未涉及该佐证所依据的证照'
        : 'State now: the status lists given do not cover the licences that it rests on',
    ]
  return [
    language === 'zh' ? '所依据证照的现状：' : 'State now of the licences that it rests on:',
    ...states.map(({ identifier, state, since }) => {
      if (language === 'zh')
        return `  ${identifier}  ${STATES_ZH[state]}${since === undefined ? '' : `（自 ${since}）`}`
      return `  ${identifier}  ${state}${since === undefined ? '' : ` since ${since}`}`
    }),
  ]
}
