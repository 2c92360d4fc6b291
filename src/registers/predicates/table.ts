import { householdPredicates } from './household.ts'
import { housingFundPredicates } from './housing-fund.ts'
import { legalEntityPredicates } from './legal-entity.ts'
import { marriagePredicates } from './marriage.ts'
import { populationPredicates } from './population.ts'
import type { Predicate, Predicates } from './predicate.ts'
import { realEstatePredicates } from './real-estate.ts'
import { socialCreditPredicates } from './social-credit.ts'
import { socialInsurancePredicates } from './social-insurance.ts'

/** The closed list, by register; the catalog declares the same names (a test compares both ways). */
export const PREDICATES: Readonly<Record<string, Predicates>> = {
  population: populationPredicates,
  marriage: marriagePredicates,
  'legal-entity': legalEntityPredicates,
  'social-insurance': socialInsurancePredicates,
  'housing-fund': housingFundPredicates,
  household: householdPredicates,
  'real-estate': realEstatePredicates,
  'social-credit': socialCreditPredicates,
}

export const predicateOf = (register: string, name: string): Predicate | undefined => PREDICATES[register]?.[name]
