#!/usr/bin/env node
import './check-node.mjs'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// A container carries only the build; a checkout runs its sources directly.
const built = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const source = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
await import(existsSync(source) ? source : built)
