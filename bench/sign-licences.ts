import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { AGENCY } from '../src/demo/cast.ts'
import { identityCard } from '../src/demo/province/licences.ts'
import type { IssueLicenceInput } from '../src/licences/index.ts'
import { createVerifier } from '../src/licences/verify/index.ts'
import { makeProvince } from './exchange.ts'
import { atLeast, median, ratioOf, toFigure, type CaseResult } from './figures.ts'
import { openApp, systemOf } from './in-process.ts'
import type { CaseOptions } from './over-http.ts'
import { interleave, perSecond } from './rounds.ts'

const ROUNDS = 5
const WITHIN_MS = 30_000
const BATCH = 250
const BATCHES_A_ROUND = 16
/**
 * Requests under way, as from several agencies: while one waits for the disk and one is signed, the others are checked.
 * A round is long enough for its beginning and its end, where one core stands idle, not to count.
 */
const AT_A_TIME = 4
const VERIFIED_A_ROUND = 2_000
const RAW_A_ROUND = 2_000
const DOCUMENTS = 200

/**
 * (c) Issuing (check, record the intent, sign, verify, commit with leaves) against ES256 alone over the same bytes, and
 * verifying a signed licence offline, its certificates known, against checking the same signature.
 */
export async function signLicences({ directory }: CaseOptions): Promise<CaseResult> {
  const app = await openApp(directory)
  try {
    const police = systemOf(app, AGENCY.police)
    const province = makeProvince(3, (ROUNDS + 1) * BATCH * BATCHES_A_ROUND, 200)
    let issued = 0
    const issueBatch = async (requestId: string, licences: readonly IssueLicenceInput[]) => {
      const results = await app.licences.issueMany(police, { requestId, licences })
      if (!results.every(({ ok }) => ok)) throw new Error('a licence was refused')
    }
    const issueSome = () => {
      const batches = Array.from({ length: BATCHES_A_ROUND }, () => {
        const persons = province.persons.slice(issued, issued + BATCH)
        issued += BATCH
        return {
          requestId: `bench-issue-${issued}`,
          licences: persons.map((person) => identityCard(person, province.asOf).licence as IssueLicenceInput),
        }
      })
      return perSecond(BATCH * BATCHES_A_ROUND, async () => {
        const issueInTurn = async () => {
          for (let batch = batches.pop(); batch; batch = batches.pop())
            await issueBatch(batch.requestId, batch.licences)
        }
        await Promise.all(Array.from({ length: AT_A_TIME }, issueInTurn))
      })
    }
    await issueSome() // warm-up

    const holders = province.persons.slice(0, DOCUMENTS).map(({ id }) => ({ licenceType: 'resident-id-card', holderCode: id })) // prettier-ignore
    const documents = (await app.licences.findByHolders(holders)).map(([licence]) => licence!.document)
    const raw = rawSigner(documents)
    const verifyDocument = offlineVerifier(app.keyring.rootPem, documents, app.clock.now())
    for (let i = 0; i < VERIFIED_A_ROUND; i++) verifyDocument(i)
    raw.signAndVerify(RAW_A_ROUND)

    const samples = await interleave(
      { rounds: ROUNDS, withinMs: WITHIN_MS },
      {
        issue: issueSome,
        signAndVerify: () => perSecond(RAW_A_ROUND, () => raw.signAndVerify(RAW_A_ROUND)),
        verify: () => perSecond(VERIFIED_A_ROUND, () => repeat(VERIFIED_A_ROUND, verifyDocument)),
        rawVerify: () => perSecond(RAW_A_ROUND, () => repeat(RAW_A_ROUND, raw.verify)),
      },
    )
    const lane = (name: keyof typeof samples, text: string) => ({ name: text, perSecond: median(samples[name]) })
    return {
      figures: [
        toFigure('issue-licences', ratioOf(samples.issue, samples.signAndVerify), atLeast(0.5), 'node:crypto ES256 sign + verify of the same bytes'), // prettier-ignore
        toFigure('verify-licence', ratioOf(samples.verify, samples.rawVerify), atLeast(0.7), 'node:crypto ES256 verify of the same bytes'), // prettier-ignore
      ],
      lanes: [
        lane('issue', `licences issued, ${BATCH} a request, ${AT_A_TIME} requests at a time`),
        lane('signAndVerify', 'node:crypto sign + verify'),
        lane('verify', 'licences verified offline, certificates known'),
        lane('rawVerify', 'node:crypto verify'),
      ],
    }
  } finally {
    await app.stop()
  }
}

function repeat(times: number, work: (i: number) => void): void {
  for (let i = 0; i < times; i++) work(i)
}

/**
 * What any implementation must do at least: the same number of bytes, the same algorithm, a key in memory. In the form
 * in which node:crypto is quickest (DER, the bare key); r‖s with options beside the key costs it half as much again.
 */
function rawSigner(documents: readonly string[]) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const inputs = documents.map((document) => Buffer.from(document.slice(0, document.lastIndexOf('.'))))
  const signatures = inputs.map((input) => sign('sha256', input, privateKey))
  const verifyOne = (i: number): void => {
    const at = i % inputs.length
    if (!verify('sha256', inputs[at]!, publicKey, signatures[at]!)) throw new Error('a signature does not verify')
  }
  return {
    verify: verifyOne,
    signAndVerify: (times: number) =>
      repeat(times, (i) => {
        signatures[i % inputs.length] = sign('sha256', inputs[i % inputs.length]!, privateKey)
        verifyOne(i)
      }),
  }
}

/** Signature, chain and authority must hold; the status is not asked, because a list is read once and not for each. */
function offlineVerifier(rootPem: string, documents: readonly string[], now: number): (i: number) => void {
  const verifier = createVerifier({ anchors: [rootPem] })
  return (i) => {
    const { steps } = verifier.verify(documents[i % documents.length]!, { now })
    if (steps.slice(0, 5).some(({ result }) => result !== 'PASSED'))
      throw new Error(`not verified: ${JSON.stringify(steps)}`)
  }
}
