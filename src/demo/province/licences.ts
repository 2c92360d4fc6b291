import { addDays, addMonths, ageAt, type LocalDate } from '../../core/clock.ts'
import type { Company } from './economy.ts'
import type { Person } from './people.ts'
import type { Province } from './province.ts'
import type { Dwelling } from './records.ts'

/** A licence to be issued, as `issueLicences` takes it, and the number of the agency that issues it. */
export interface LicenceOrder {
  readonly issuer: string
  readonly licence: {
    readonly licenceType: string
    readonly holders: readonly { readonly name: string; readonly code: string; readonly codeType: '001' | '111' }[]
    readonly number: string
    readonly issuedOn: string
    readonly validFrom?: string
    readonly validTo?: string
    readonly data: Readonly<Record<string, unknown>>
  }
}

const POLICE = '07'
const CIVIL_AFFAIRS = '08'
const SOCIAL_SECURITY = '11'
const NATURAL_RESOURCES = '12'
const HEALTH = '20'
const MARKET_REGULATION = '25'

const holder = (person: Person) => ({ name: person.name, code: person.id, codeType: '111' as const })
const bureau = (person: Person, name: string): string => `${person.household.county.name}${name}`

/** Identity Card Law art. 5: by age at issue 5, 10 or 20 years; from 46 on long-term. */
export function identityCard(person: Person, asOf: LocalDate): LicenceOrder {
  const issuedOn = addDays(asOf, -(200 + ((Number(person.id.slice(12, 14)) * 37) % 900)))
  const from = issuedOn > person.birthDate ? issuedOn : person.birthDate
  const age = ageAt(person.birthDate, from)
  const years = age < 16 ? 5 : age < 26 ? 10 : age < 46 ? 20 : undefined
  return {
    issuer: POLICE,
    licence: {
      licenceType: 'resident-id-card',
      holders: [holder(person)],
      number: person.id,
      issuedOn: from,
      validFrom: from,
      ...(years === undefined ? {} : { validTo: addDays(addMonths(from, 12 * years), -1) }),
      data: {
        name: person.name,
        sex: person.sex,
        ethnicity: person.ethnicGroup,
        birthDate: person.birthDate,
        address: person.household.address,
        idNumber: person.id,
        issuingOffice: bureau(person, '公安局'),
      },
    },
  }
}

export function marriageCertificate(certificateNo: string, husband: Person, wife: Person, on: LocalDate): LicenceOrder {
  return {
    issuer: CIVIL_AFFAIRS,
    licence: {
      licenceType: 'marriage-certificate',
      holders: [holder(husband), holder(wife)],
      number: certificateNo,
      issuedOn: on,
      data: {
        holderName: wife.name,
        registrationDate: on,
        registrationAuthority: bureau(husband, '民政局'),
        spouses: [husband, wife].map(({ name, sex, birthDate, id }) => ({
          name,
          sex,
          nationality: '中国',
          birthDate,
          idNumber: id,
        })),
      },
    },
  }
}

export const socialSecurityCard = (person: Person, serial: number, asOf: LocalDate): LicenceOrder => ({
  issuer: SOCIAL_SECURITY,
  licence: {
    licenceType: 'social-security-card',
    holders: [holder(person)],
    number: `L${String(serial).padStart(8, '0')}`,
    issuedOn: addDays(asOf, -400),
    data: {
      name: person.name,
      idNumber: person.id,
      cardNumber: `L${String(serial).padStart(8, '0')}`,
      issueMonth: addDays(asOf, -400).slice(0, 7),
    },
  },
})

export const birthCertificate = (child: Person, mother: Person, father: Person, number: string): LicenceOrder => ({
  issuer: HEALTH,
  licence: {
    licenceType: 'birth-medical-certificate',
    holders: [holder(child)],
    number,
    issuedOn: addDays(child.birthDate, 2),
    data: {
      childName: child.name,
      sex: child.sex,
      birthTime: `${child.birthDate}T08:20:00+08:00`,
      gestationalWeeks: 39,
      birthWeightGram: 3250,
      birthLengthCm: 50,
      birthPlace: `${child.household.county.city}${child.household.county.name}`,
      institution: `${child.household.county.city}妇幼保健院`,
      mother: { name: mother.name, nationality: '中国', ethnicity: mother.ethnicGroup, idNumber: mother.id },
      father: { name: father.name, nationality: '中国', ethnicity: father.ethnicGroup, idNumber: father.id },
    },
  },
})

export function householdPage(person: Person, asOf: LocalDate): LicenceOrder {
  const head = person.household.members[0]!
  const since = addMonths(asOf, -24)
  return {
    issuer: POLICE,
    licence: {
      licenceType: 'household-register-page',
      holders: [holder(person)],
      number: person.household.number,
      issuedOn: since > person.birthDate ? since : person.birthDate,
      data: {
        headName: head.name,
        householdNumber: person.household.number,
        address: person.household.address,
        name: person.name,
        relationToHead: person.relation,
        sex: person.sex,
        ethnicity: person.ethnicGroup,
        birthDate: person.birthDate,
        idNumber: person.id,
      },
    },
  }
}

const businessLicence = (company: Company): LicenceOrder => ({
  issuer: MARKET_REGULATION,
  licence: {
    licenceType: 'business-licence',
    holders: [{ name: company.name, code: company.code, codeType: '001' }],
    number: company.code,
    issuedOn: company.establishedOn,
    data: {
      creditCode: company.code,
      name: company.name,
      entityType: company.entityType,
      legalRepresentative: company.representative.name,
      registeredCapital: `${company.capital / 1_000_000}万元`,
      establishedDate: company.establishedOn,
      domicile: company.domicile,
      businessScope: company.scope,
    },
  },
})

const title = (dwelling: Dwelling): LicenceOrder => ({
  issuer: NATURAL_RESOURCES,
  licence: {
    licenceType: 'real-estate-title',
    holders: dwelling.holders.map(holder),
    number: dwelling.titleNo,
    issuedOn: dwelling.registeredOn,
    data: {
      obligees: dwelling.holders.map(({ name, id }) => ({ name, idType: '居民身份证', idNumber: id })),
      coOwnership: dwelling.holders.length > 1 ? '1' : '0',
      location: dwelling.household.address,
      unitNumber: dwelling.unitNo,
      rightType: '4',
      rightNature: '市场化商品房',
      usage: '住宅',
      area: `${dwelling.floorArea / 100}平方米`,
    },
  },
})

/** Licences of the many, in believable shares: cards, certificates, company licences, titles. */
export function orderLicences(province: Province, count: number): LicenceOrder[] {
  const { asOf, family } = province
  const others = province.persons.filter((person) => person.household !== family.household)
  const adults = others.filter((person) => ageAt(person.birthDate, asOf) >= 16)
  const couples = [...province.rows('marriage')].filter(
    (row) => row.recordState === 'VALID' && row.businessType === 'MARRIAGE',
  )
  const byId = new Map(others.map((person) => [person.id as string, person]))
  const companies = province.companies.filter(({ kind, status }) => kind !== 'INDIVIDUAL' && status === '1')
  const take = <T>(items: readonly T[], share: number): readonly T[] => items.slice(0, Math.ceil(count * share))
  const orders: LicenceOrder[] = [
    ...take(companies, 0.12).map(businessLicence),
    ...take(province.dwellings, 0.1).map(title),
    ...take(couples, 0.15).flatMap((row) => {
      const [husband, wife] = [byId.get(String(row.husbandId)), byId.get(String(row.wifeId))]
      return husband && wife
        ? [marriageCertificate(String(row.certificateNo), husband, wife, row.registrationDate as LocalDate)]
        : []
    }),
    ...take(adults, 0.15).map((person, i) => socialSecurityCard(person, i + 100, asOf)),
  ]
  const cards = adults.slice(0, Math.max(0, count - orders.length)).map((person) => identityCard(person, asOf))
  return [...orders, ...cards].slice(0, count)
}
