import { canonicalJson } from '../core/canonical-json.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { CaseMaterial, Material, PartyRole, ServiceItem } from './catalog.ts'

interface Items {
  serviceItem(slug: string): ServiceItem | undefined
  readonly serviceItems: readonly ServiceItem[]
}

/**
 * The necessary materials of a case, in the order of the items and of their lists. Several items that ask for the same
 * thing of the same party ask once, on the strictest of their conditions. Pure.
 */
export function materialsOf(
  items: Items,
  slugs: readonly string[],
  situations: readonly string[],
  parties: readonly PartyRole[],
): readonly CaseMaterial[] {
  const chosen = findItems(items, slugs)
  checkSituations(chosen, situations)
  const found = new Map<string, CaseMaterial>()
  for (const item of chosen)
    for (const material of item.materials) {
      if (!isNecessary(material, situations, parties)) continue
      const key = identityOf(material)
      const known = found.get(key)
      found.set(
        key,
        known
          ? { material: stricter(known.material, material), serviceItems: [...known.serviceItems, item.slug] }
          : { material, serviceItems: [item.slug] },
      )
    }
  return [...found.values()]
}

function isNecessary({ necessity }: Material, situations: readonly string[], parties: readonly PartyRole[]): boolean {
  switch (necessity.kind) {
    case 'ALWAYS':
      return true
    case 'WHEN':
      return necessity.situations.some((code) => situations.includes(code))
    case 'WHEN_PARTY':
      return parties.includes(necessity.party)
    case 'NOT_NECESSARY':
      return false
  }
}

// A material of the catalog never changes, and working out its identity anew is most of what a case would cost here.
const identities = new WeakMap<Material, string>()

// The same sources in another order of preference are another material: the order is part of what the item asks.
function identityOf(material: Material): string {
  let identity = identities.get(material)
  if (identity === undefined) {
    identity = canonicalJson([material.code, material.party, material.alternatives])
    identities.set(material, identity)
  }
  return identity
}

const stricter = (first: Material, second: Material): Material => ({
  ...first,
  mayCommit: first.mayCommit && second.mayCommit,
  mayDefer: first.mayDefer && second.mayDefer,
  isPaperOriginal: first.isPaperOriginal || second.isPaperOriginal,
})

function findItems(items: Items, slugs: readonly string[]): readonly ServiceItem[] {
  if (slugs.length === 0)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'serviceItems',
      reason: 'name at least one service item',
      reasonZh: '至少应指定一个事项',
    })
  return [...new Set(slugs)].map((slug) => {
    const item = items.serviceItem(slug)
    if (item) return item
    const known = items.serviceItems.map((each) => each.slug)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'serviceItems',
      reason: `there is no service item ${plain(slug)}; there are ${known.join(', ')}`,
      reasonZh: `没有事项 ${plain(slug)}；现有：${known.join('、')}`,
    })
  })
}

function checkSituations(items: readonly ServiceItem[], situations: readonly string[]): void {
  const declared = new Set(items.flatMap((item) => item.situations.map((situation) => situation.code)))
  const unknown = situations.find((code) => !declared.has(code))
  if (unknown === undefined) return
  const known = [...declared]
  throw new ZhengshuError('INVALID_INPUT', {
    field: 'situations',
    reason: `these items have no situation ${plain(unknown)}; ${known.length ? `they have ${known.join(', ')}` : 'they have none'}`,
    reasonZh: `所选事项没有情形 ${plain(unknown)}；${known.length ? `可选：${known.join('、')}` : '无可选情形'}`,
  })
}

/** What a caller wrote is repeated only when it looks like a code: errors never carry personal data. */
const plain = (text: string): string => (/^[a-z0-9]+([-_][a-z0-9]+)*$/i.test(text) && !/\d{6}/.test(text) ? text : '?')
