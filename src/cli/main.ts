import { Command, CommanderError } from 'commander'
import { runCommand, EXIT, type Command as Run } from './exit.ts'

const program = new Command('zhengshu')
  .description('政枢 Zhengshu: government data-sharing exchange and e-licence registry')
  .exitOverride()
  .showHelpAfterError('(zhengshu --help)')

/** Each command loads its own code only when it runs, so that `verify` never loads a store or a server. */
const run = (command: Run) => runCommand(command)
const storeOptions = (command: Command) =>
  command
    .option('--data <directory>', 'data directory (ZHENGSHU_DATA)')
    .option('--keys <directory>', 'key directory (ZHENGSHU_KEYS)')

storeOptions(program.command('serve'))
  .description('start the service')
  .option('--port <number>', 'TCP port (ZHENGSHU_PORT)')
  .action((options) => run(async () => (await import('./serve.ts')).serve(options)))

program
  .command('demo')
  .description('play the main job over HTTP on a synthetic province')
  .option('--lang <zh|en>', 'language of the story')
  .option('--json', 'one JSON object a step')
  .option('--keep <directory>', 'leave everything there to play on with')
  .action((options) => run(async () => (await import('./demo.ts')).demo(options)))

storeOptions(program.command('import'))
  .description('load a CSV or NDJSON file into a register')
  .argument('<register>')
  .argument('<file>')
  .option('--batch <id>', 'go on with an interrupted batch')
  .option('--json', 'the batch as JSON on stdout')
  .action((register, file, options) =>
    run(async () => (await import('./import.ts')).importFile(register, file, options)),
  )

const catalog = program.command('catalog').description('catalog entries')
storeOptions(catalog.command('import'))
  .description('draft catalog entries from a CSV file')
  .argument('<file>')
  .option('--json', 'the report as JSON on stdout')
  .action((file, options) => run(async () => (await import('./catalog.ts')).importResources(file, options)))

const keys = program.command('keys').description('keys and certificates')
keys
  .command('init')
  .description('make root, issuing authority and service keys')
  .option('--data <directory>', 'data directory (ZHENGSHU_DATA)')
  .option('--keys <directory>', 'key directory (ZHENGSHU_KEYS)')
  .action((options) => run(async () => (await import('./keys.ts')).initialiseKeys(options)))
keys
  .command('list')
  .description('what keys there are')
  .option('--data <directory>', 'data directory (ZHENGSHU_DATA)')
  .option('--keys <directory>', 'key directory (ZHENGSHU_KEYS)')
  .option('--json', 'as JSON on stdout')
  .action((options) => run(async () => (await import('./keys.ts')).listKeys(options)))

program
  .command('verify')
  .description('verify licences, excerpts, evidence and receipts offline')
  .argument('<file...>')
  .option('--anchor <pem>', 'trust anchor: a PEM file with the root certificate')
  .option('--log-key <vkey>', 'verifier key of the ledger: the text, or a file with it')
  .option('--status <file>', 'status list (a JWT file)')
  .option('--proof <file>', 'tlog-proof of the entry')
  .option('--valid-on <date>', 'the date asked about, YYYY-MM-DD')
  .option('--json', 'one JSON object a file on stdout')
  .action((files, options) => run(async () => (await import('./verify.ts')).verify(files, options)))

const ledger = program.command('ledger').description('the append-only log')
storeOptions(ledger.command('export'))
  .description('write the whole log to a directory')
  .argument('<directory>')
  .action((directory, options) => run(async () => (await import('./ledger.ts')).exportLedger(directory, options)))
ledger
  .command('verify')
  .description('verify an exported log offline')
  .argument('<directory>')
  .requiredOption('--log-key <vkey>', 'verifier key: the text, or a file with it')
  .option('--earlier <file>', 'an earlier checkpoint that the log must extend')
  .option('--json', 'as JSON on stdout')
  .action((directory, options) =>
    run(async () => (await import('./verify-ledger.ts')).verifyLedger(directory, options)),
  )

storeOptions(program.command('backup'))
  .description('copy the store, also while a server runs')
  .argument('<file>')
  .action((file, options) => run(async () => (await import('./backup.ts')).backup(file, options)))
storeOptions(program.command('restore'))
  .description('restore a copy into an empty data directory')
  .argument('<file>')
  .action((file, options) => run(async () => (await import('./backup.ts')).restore(file, options)))

storeOptions(program.command('config'))
  .description('show every setting and its value in force')
  .option('--differences', 'also where catalog files and store differ')
  .option('--json', 'as JSON on stdout')
  .action((options) => run(async () => (await import('./config.ts')).showConfig(options)))

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.yes : EXIT.usage
}
