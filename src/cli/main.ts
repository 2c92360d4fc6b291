import { readFileSync } from 'node:fs'
import { CommanderError, type Command } from 'commander'
import { readLanguage } from '../config.ts'
import { EXIT, reportError, runCommand, type Command as Run } from './exit.ts'
import { createProgram, hintUsage } from './usage.ts'

const language = readLanguage()
const say = (en: string, zh: string): string => (language === 'zh' ? zh : en)

/** Each command loads its own code only when it runs, so that `verify` never loads a store or a server. */
const run = (command: Run) => runCommand(command)

const directories = (command: Command) =>
  command
    .option('--data <directory>', say('data directory (ZHENGSHU_DATA)', '数据目录（ZHENGSHU_DATA）'))
    .option('--keys <directory>', say('key directory (ZHENGSHU_KEYS)', '密钥目录（ZHENGSHU_KEYS）'))
const port = (command: Command) =>
  command.option('--port <number>', say('TCP port (ZHENGSHU_PORT)', 'TCP 端口（ZHENGSHU_PORT）'))
const json = (command: Command) => command.option('--json', say('JSON lines on stdout', '以 JSON 行写到标准输出'))
/** An option that may be given several times. */
const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

const program = createProgram(language)
  .description(
    say(
      '政枢 Zhengshu: government data-sharing exchange and e-licence registry',
      '政枢 Zhengshu：政务数据共享交换与电子证照系统',
    ),
  )
  .version(readVersion(), '-V, --version', say('show the version', '显示版本'))
const group = (name: string, description: string) => program.command(name).description(description)

port(directories(program.command('serve')))
  .description(say('start the service', '启动服务'))
  .action((options) => run(async () => (await import('./serve.ts')).serve(options)))

program
  .command('demo')
  .description(say('play the main job over HTTP on an invented province', '在虚构省份上通过 HTTP 演示全流程'))
  .option('--lang <zh|en>', say('language of the story', '演示语言'))
  .option('--json', say('one JSON object a step', '每步一个 JSON 对象'))
  .option('--keep <directory>', say('leave everything there to play on with', '将全部结果留存于该目录'))
  .action((options) => run(async () => (await import('./demo.ts')).demo(options)))

json(directories(program.command('import')))
  .description(say('load a file into a register', '将文件导入基础库'))
  .argument('<register>', say('its code, for example population', '基础库代码，如 population'))
  .argument('<file>', say('CSV or NDJSON, UTF-8 or GB18030', 'CSV 或 NDJSON，UTF-8 或 GB18030'))
  .option('--batch <id>', say('name the batch, or go on with an interrupted one', '指定批次号，或继续中断的批次'))
  .action((register, file, options) =>
    run(async () => (await import('./import.ts')).importFile(register, file, options)),
  )

const catalog = group('catalog', say('catalog entries', '信息资源目录'))
json(directories(catalog.command('import')))
  .description(say('draft catalog entries', '导入目录条目草稿'))
  .argument('<file>', say('CSV, one entry a row', 'CSV，每行一个条目'))
  .option(
    '--agency <number>',
    say('act for this agency only (number or credit code)', '仅代表该部门（编号或信用代码）'),
  )
  .action((file, options) => run(async () => (await import('./catalog.ts')).importResources(file, options)))

const keys = group('keys', say('keys and certificates', '密钥与证书'))
json(directories(keys.command('init')))
  .description(say('make root, issuing authority and service keys', '生成根证书、签发机构与服务密钥'))
  .action((options) => run(async () => (await import('./keys.ts')).initialiseKeys(options)))
json(directories(keys.command('list')))
  .description(say('what keys there are', '列出密钥'))
  .action((options) => run(async () => (await import('./keys.ts')).listKeys(options)))
json(directories(keys.command('import-seal')))
  .description(say("make an agency's own key its electronic seal", '以部门自有密钥作为其电子印章'))
  .argument('<file>', say('PKCS#12 keystore (RSA) or encrypted PEM key', 'PKCS#12 密钥库（RSA）或加密的 PEM 私钥'))
  .requiredOption('--agency <number>', say('whose (number or credit code)', '所属部门（编号或信用代码）'))
  .requiredOption('--password-file <file>', say('holds what opens it', '存放其口令的文件'))
  .action((file, options) => run(async () => (await import('./import-seal.ts')).importSeal(file, options)))
json(directories(keys.command('rotate-data-key')))
  .description(say('seal with a new key from the next start on', '下次启动起用新密钥加密数据'))
  .action((options) => run(async () => (await import('./keys.ts')).rotateDataKey(options)))
json(directories(keys.command('reseal')))
  .description(say('seal anew what a retired key still seals', '将旧密钥加密的数据改用新密钥'))
  .action((options) => run(async () => (await import('./reseal.ts')).reseal(options)))

const administrator = group('administrator', say('who registers all other clients', '登记其他客户端的管理员'))
json(directories(administrator.command('create')))
  .description(say('make the first administrator', '创建首任管理员'))
  .option('--another', say('one more, when the key of the others is lost', '已有管理员密钥遗失时另建一名'))
  .action((options) => run(async () => (await import('./administrator.ts')).createAdministrator(options)))

json(program.command('verify'))
  .description(say('verify licences, excerpts, evidence and receipts offline', '离线验证证照、摘录、佐证与回执'))
  .argument('<file...>', say('compact JWS files', 'JWS 文件'))
  .option('--anchor <pem>', say('trust anchor, may be repeated', '信任根证书，可重复'), several)
  .option('--log-key <vkey>', say('key of the ledger: the text, or a file', '存证日志公钥：文本或文件'))
  .option('--status <file>', say('status list (JWT), may be repeated', '状态列表（JWT），可重复'), several)
  .option('--proof <file>', say('tlog-proof of an entry, may be repeated', '存证条目的 tlog-proof，可重复'), several)
  .option('--valid-on <date>', say('the date asked about, YYYY-MM-DD', '判断日期，YYYY-MM-DD'))
  .action((files, options) => run(async () => (await import('./verify.ts')).verify(files, options)))

const ledger = group('ledger', say('the append-only log', '存证日志'))
json(directories(ledger.command('export')))
  .description(say('write the whole log to a directory', '将整个日志导出到目录'))
  .argument('<directory>')
  .action((directory, options) => run(async () => (await import('./ledger.ts')).exportLedger(directory, options)))
json(ledger.command('verify'))
  .description(say('verify an exported log offline', '离线验证导出的日志'))
  .argument('<directory>')
  .requiredOption('--log-key <vkey>', say('key of the ledger: the text, or a file', '存证日志公钥：文本或文件'))
  .option('--earlier <file>', say('an earlier checkpoint that it must continue', '须与之衔接的较早检查点'))
  .action((directory, options) =>
    run(async () => (await import('./verify-ledger.ts')).verifyLedger(directory, options)),
  )
json(directories(ledger.command('record-gap')))
  .description(say('let the log go on from a restored older copy', '恢复旧备份后允许日志继续'))
  .requiredOption('--reason <text>', say('why; it stands in the log for ever', '原因，将永久记入日志'))
  .action((options) => run(async () => (await import('./ledger.ts')).recordGap(options)))

json(directories(program.command('backup')))
  .description(say('copy the store, also while a server runs', '备份数据，服务运行时亦可'))
  .argument('<file>')
  .action((file, options) => run(async () => (await import('./backup.ts')).backup(file, options)))
json(directories(program.command('restore')))
  .description(say('restore a copy into an empty data directory', '将备份恢复到空的数据目录'))
  .argument('<file>')
  .action((file, options) => run(async () => (await import('./backup.ts')).restore(file, options)))

json(port(directories(program.command('config'))))
  .description(say('show every setting and its value in force', '显示全部配置及其生效值'))
  .option('--differences', say('also where catalog files and store differ', '同时显示目录文件与系统的差异'))
  .action((options) => run(async () => (await import('./config.ts')).showConfig(options)))

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await hintUsage(program).parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.yes : EXIT.usage
  else process.exitCode = reportError(error)
}

function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
