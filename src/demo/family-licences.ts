import type { Cast } from './cast.ts'
import { freshRequestId } from './demo-client.ts'
import type { Province } from './province/province.ts'
import {
  birthCertificate,
  householdPage,
  identityCard,
  marriageCertificate,
  socialSecurityCard,
  type LicenceOrder,
} from './province/licences.ts'
import { ISSUE_LICENCE } from './queries.ts'

interface IssuedLicence {
  readonly identifier: string
  readonly document: string
  readonly leafId: string
}

/** The licences of the family, issued one by one. */
export interface IssuedFamilyLicences {
  readonly wifeCard: IssuedLicence
  readonly husbandCard: IssuedLicence
  readonly marriage: IssuedLicence
  readonly count: number
}

export async function issueFamilyLicences(cast: Cast, province: Province): Promise<IssuedFamilyLicences> {
  const { asOf, family } = province
  const { husband, wife, child, marriedOn } = family
  const issue = async (order: LicenceOrder): Promise<IssuedLicence> => {
    const { issueLicence } = await cast
      .systemOf(order.issuer)
      .must<{ issueLicence: { licence: IssuedLicence } }>(ISSUE_LICENCE, {
        input: { requestId: freshRequestId('issue'), licence: order.licence },
      })
    return issueLicence.licence
  }
  const certificateNo = [...province.rows('marriage')].find((row) => row.wifeId === wife.id)!.certificateNo
  const wifeCard = await issue(identityCard(wife, asOf))
  const husbandCard = await issue(identityCard(husband, asOf))
  const marriage = await issue(marriageCertificate(String(certificateNo), husband, wife, marriedOn))
  const further = [
    birthCertificate(child, wife, husband, 'L390000001'),
    householdPage(wife, asOf),
    socialSecurityCard(wife, 1, asOf),
  ]
  for (const order of further) await issue(order)
  return { wifeCard, husbandCard, marriage, count: 3 + further.length }
}
