import { join } from 'node:path'
import { buildApp } from '../app.ts'
import { readLanguage } from '../config.ts'
import { ZhengshuError } from '../core/errors.ts'
import { closeOnSignal, createServer, type HttpServer } from '../http/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { tuneMemory } from './tune-memory.ts'

/** `zhengshu serve`: runs until SIGTERM or SIGINT, then drains. */
export async function serve(options: StoreOptions): Promise<ExitCode> {
  tuneMemory()
  const config = configFrom(options)
  const app = await buildApp(config, { ownThreads: true })
  const server = createServer(app)
  const { url } = await listen(server, config)
  const say = (en: string, zh: string) => process.stdout.write(`${readLanguage() === 'zh' ? zh : en}\n`)
  say(`Zhengshu listens on ${url}`, `政枢已启动：${url}`)
  if (app.keyring.isDevelopment) {
    const administrator = join(config.keyDirectory, 'administrator.jwk')
    say(
      `Development keys are in ${config.keyDirectory}; ${administrator} opens the API. Production refuses them.`,
      `开发密钥位于 ${config.keyDirectory}，可用 ${administrator} 调用接口；生产环境拒绝开发密钥。`,
    )
  }
  await closeOnSignal(server, app.log)
  return EXIT.yes
}

const ADDRESS_FAULTS: Readonly<Record<string, readonly [setting: string, reason: string, reasonZh: string]>> = {
  EADDRINUSE: ['ZHENGSHU_PORT', 'another program listens there', '端口已被占用'],
  EACCES: ['ZHENGSHU_PORT', 'this user may not listen there', '当前用户无权监听该端口'],
  EADDRNOTAVAIL: ['ZHENGSHU_HOST', 'it is no address of this machine', '不是本机地址'],
  ENOTFOUND: ['ZHENGSHU_HOST', 'it is no address of this machine', '不是本机地址'],
}

async function listen(server: HttpServer, { host, port }: { readonly host: string; readonly port: number }) {
  try {
    return await server.listen()
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error
    const [setting, reason, reasonZh] = ADDRESS_FAULTS[String(error.code)] ?? []
    if (setting === undefined || reason === undefined || reasonZh === undefined) throw error
    throw new ZhengshuError(
      'CONFIG_INVALID',
      { setting, reason: `${host}:${port}: ${reason}`, reasonZh: `${host}:${port}：${reasonZh}` },
      { cause: error },
    )
  }
}
