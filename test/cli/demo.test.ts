import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { endOf, start, transcript } from '../support/command-line.ts'
import { temporaryDirectory } from '../support/temporary.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

describe('zhengshu demo', () => {
  it('is told under settings of its own, and leaves nothing when it is interrupted', async () => {
    const directory = temporaryDirectory()
    const settings = {
      ZHENGSHU_PROFILE: 'production',
      ZHENGSHU_KEY_PASSPHRASE: 'a passphrase of the operator',
      ZHENGSHU_PUBLIC_URL: 'https://exchange.example',
      ZHENGSHU_CATALOG: directory,
    }
    const child = start(directory, ['demo'], { env: { ...settings, TMPDIR: directory } })
    // The title is told once the service listens.
    child.stdout!.once('data', () => child.kill('SIGTERM'))
    const { code, stdout, stderr } = await endOf(child)
    expect(stdout).toContain('hand in nothing')
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'The demonstration failed: it was interrupted\n' })
    expect(readdirSync(directory)).toEqual([])
  })

  it('plays on the store that ZHENGSHU_STORE names, and says why it cannot', async () => {
    const directory = temporaryDirectory()
    const env = { ZHENGSHU_STORE: 'mongodb://127.0.0.1:1/demo?replicaSet=rs0', TMPDIR: directory }
    expect(await transcript(directory, 'demo', { env })).toMatchInlineSnapshot(`
      "$ zhengshu demo
      ! The demonstration failed: the service did not start
      ! STORE_UNAVAILABLE: The store does not answer: no server of the replica set was reached.
      exit 1
      "
    `)
    expect(readdirSync(directory)).toEqual([])
  })

  it('is not told into what an earlier one has left', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'clients.json'), '[]')
    expect(await transcript(directory, 'demo --keep .')).toMatchInlineSnapshot(`
      "$ zhengshu demo --keep .
      ! FILE_INVALID: .: it is not empty.
      exit 64
      "
    `)
    expect(readdirSync(directory)).toEqual(['clients.json'])
  })
})
