import type { Catalog } from '../catalog/index.ts'
import type { Cast } from './cast.ts'
import { freshRequestId, type DemoClient } from './demo-client.ts'
import { expectThat } from './stage.ts'
import type { LicenceOrder } from './province/licences.ts'
import { PROVINCE_REGISTERS, type Province } from './province/province.ts'
import { ISSUE_LICENCES } from './queries.ts'

/** A request of the API holds at most 100 kB; so many licences of any type fit. */
const LICENCES_A_REQUEST = 100
/** Requests under way at once: enough to keep the service busy, no more. */
const AT_ONCE = 3

/** Delivers every register through the upload endpoint, each by the system of its source agency. */
export async function deliverRegisters(
  cast: Cast,
  catalog: Pick<Catalog, 'register'>,
  province: Province,
): Promise<number> {
  let rows = 0
  await inParallel(PROVINCE_REGISTERS, 2, async (register) => {
    const source = catalog.register(register)!.sourceAgency
    const batch = await cast.systemOf(source).upload(register, province.rows(register))
    expectThat(
      batch.refused === 0,
      `${register}: ${batch.refused} rows refused, first ${JSON.stringify(batch.refusals[0])}`,
    )
    rows += batch.inserted
  })
  return rows
}

/** Has the licences issued by the agencies that may, through the API. */
export async function issueLicences(cast: Cast, orders: readonly LicenceOrder[]): Promise<number> {
  const byIssuer = Map.groupBy(orders, (order) => order.issuer)
  const requests: { readonly system: DemoClient; readonly orders: readonly LicenceOrder[] }[] = []
  for (const [issuer, own] of byIssuer)
    for (let from = 0; from < own.length; from += LICENCES_A_REQUEST)
      requests.push({ system: cast.systemOf(issuer), orders: own.slice(from, from + LICENCES_A_REQUEST) })
  let issued = 0
  await inParallel(requests, AT_ONCE, async ({ system, orders: own }) => {
    const { issueLicences: answer } = await system.must<{
      issueLicences: { results: readonly { ok: boolean; code: string | null; text: { en: string } | null }[] }
    }>(ISSUE_LICENCES, { input: { requestId: freshRequestId('issue'), licences: own.map((order) => order.licence) } })
    const refused = answer.results.find((result) => !result.ok)
    expectThat(refused === undefined, `a licence was refused: ${refused?.code} ${refused?.text?.en}`)
    issued += answer.results.length
  })
  return issued
}

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
