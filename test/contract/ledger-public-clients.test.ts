import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorAs, openTestLedger } from '../support/ledger.ts'
import { temporaryDirectory } from '../support/temporary.ts'

const source = join(import.meta.dirname, '../support/go-client')
const workshop = mkdtempSync(join(tmpdir(), 'zhengshu-go-'))
const client = join(workshop, 'ledger-client')
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

/** Go's note and tlog packages, Tessera's fsck and transparency-dev's proof parser (test/support/go-client). */
const readWith = (directory: string) => {
  const files = [join(directory, 'ledger'), join(directory, 'earlier.checkpoint'), join(directory, 'leaf.tlog-proof')]
  const { status, stdout } = spawnSync(client, files, { encoding: 'utf8' })
  return { status, stdout }
}

async function exportLedger(): Promise<string> {
  const { ledger, append, event } = await openTestLedger()
  await append(...Array.from({ length: 257 }, () => event()))
  await ledger.drain()
  const earlier = (await ledger.checkpoint())!
  const [leafId = ''] = await append(
    event({ subjects: ['39010219900307001X'], data: { 字段: ['姓名', 'a<b&c\u2028'] } }),
  )
  await append(...Array.from({ length: 770 }, () => event()))
  await ledger.drain()
  const directory = temporaryDirectory()
  await ledger.exportTo(join(directory, 'ledger'))
  const found = await ledger.proofOf(actorAs('SYSTEM'), leafId)
  writeFileSync(join(directory, 'earlier.checkpoint'), earlier)
  writeFileSync(join(directory, 'leaf.tlog-proof'), found.state === 'included' ? found.proof : '')
  return directory
}

// Needs Go and its modules: on when ZHENGSHU_TEST_GO=1.
describe.runIf(process.env['ZHENGSHU_TEST_GO'] === '1')('public clients', () => {
  beforeAll(() => {
    const built = spawnSync('go', ['build', '-o', client, '.'], { cwd: source, encoding: 'utf8' })
    expect({ status: built.status, stderr: built.stderr }).toMatchObject({ status: 0 })
  }, 300_000)

  it('accept an exported ledger and a proof unchanged', async () => {
    expect(readWith(await exportLedger())).toEqual({
      status: 0,
      stdout: 'ok note: 1028 entries\nok tlog\nok fsck\nok proof\n',
    })
  })

  it.each([
    ['ledger/checkpoint', 'failed checkpoint'],
    ['ledger/tile/0/002', 'failed tlog'],
    ['ledger/tile/entries/003', 'failed fsck'],
    ['leaf.tlog-proof', 'failed proof'],
  ])('notice a changed bit in %s', async (file, message) => {
    const directory = await exportLedger()
    const bytes = readFileSync(join(directory, file))
    bytes[Math.min(60, bytes.length - 1)]! ^= 1
    writeFileSync(join(directory, file), bytes)
    const { status, stdout } = readWith(directory)
    expect(status).toBe(1)
    expect(stdout).toContain(message)
  })
})
