import { Command } from 'commander'
import type { Language } from '../core/errors.ts'

/** What commander says of a wrong command line, in Chinese. Its own texts are English only. */
const MESSAGES_ZH: readonly (readonly [RegExp, string])[] = [
  [/^error: missing required argument '(.+)'/, '错误：缺少参数 $1'],
  [/^error: option '(.+)' argument missing/, '错误：选项 $1 缺少取值'],
  [/^error: required option '(.+)' not specified/, '错误：必须给出选项 $1'],
  [/^error: unknown option '(.+)'/, '错误：没有选项 $1'],
  [/^error: unknown command '(.+)'/, '错误：没有命令 $1'],
  [/^error: too many arguments.*Expected (\d+) .*$/m, '错误：参数过多，应为 $1 个'],
  [/\(Did you mean (?:one of )?(.+)\?\)/, '（是否指 $1？）'],
]

const TITLES_ZH: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}

/** A command tree that speaks the reader's language and ends by an exception, never by leaving the process. */
export function createProgram(language: Language): Command {
  const isChinese = language === 'zh'
  return new Command('zhengshu')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(isChinese ? toChinese(text) : text),
      // Commander sets a space after a title; a full-width colon has its own.
      ...(isChinese && {
        writeOut: (text) => process.stdout.write(text.replace(/^用法： /, '用法：')),
        writeErr: (text) => process.stderr.write(text.replace(/^用法： /, '用法：')),
      }),
    })
    .configureHelp({ styleTitle: (title) => (isChinese ? (TITLES_ZH[title] ?? title) : title) })
    .helpOption('-h, --help', isChinese ? '显示帮助' : 'show this help')
    .helpCommand('help [command]', isChinese ? '显示命令的帮助' : 'show the help of a command')
}

const toChinese = (text: string): string =>
  MESSAGES_ZH.reduce((changed, [pattern, replacement]) => changed.replace(pattern, replacement), text)

/** After a wrong command line: how the command is written, and where its help is. */
export function hintUsage(command: Command): Command {
  const path = pathOf(command)
  command.showHelpAfterError(
    `${command.commands.length > 0 ? listCommands(command) : `${path} ${command.usage()}`}\n(${path} --help)`,
  )
  for (const each of command.commands) hintUsage(each)
  return command
}

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()

const listCommands = (command: Command): string =>
  `${pathOf(command)} ${command.commands.map((each) => each.name()).join(' | ')}`
