#!/usr/bin/env node
import './check-node.mjs'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

// Commands start in half the time. The cache is beside the packages, where only who may change the code can write.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/zhengshu', import.meta.url)))

// A container carries only the build; a checkout runs its sources directly.
const built = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const source = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
await import(existsSync(source) ? source : built)
