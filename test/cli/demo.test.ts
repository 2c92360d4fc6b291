import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { endOf, start, transcript } from '../support/command-line.ts'
import { temporaryDirectory } from '../support/temporary.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

describe('zhengshu demo', () => {
  it('is told into a store of its own whatever the settings say, and leaves nothing when it is interrupted', async () => {
    const directory = temporaryDirectory()
    const settings = {
      ZHENGSHU_PROFILE: 'production',
      ZHENGSHU_KEY_PASSPHRASE: 'a passphrase of the operator',
      ZHENGSHU_STORE: 'mongodb://127.0.0.1:1/theirs?replicaSet=rs0',
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
