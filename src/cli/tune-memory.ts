import v8 from 'node:v8'

/**
 * How V8 collects garbage in a server, where nearly everything dies with its request. To be called before any of its
 * code is hot; a flag that a later V8 does not know costs a line on stderr and changes nothing.
 *
 * - V8 would allocate objects of some call sites in the old generation at once. There those of finished requests lie
 *   until the next full collection, and whatever they refer to counts as living meanwhile: a tenth of all that was
 *   allocated, measured; without that, a thousandth.
 * - So little is left to copy then that several threads cost more than they save.
 */
export function tuneMemory(): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring')
  v8.setFlagsFromString('--no-parallel-scavenge')
}
