import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { ZhengshuError } from '../core/errors.ts'
import { sendText } from './answer.ts'

interface Asset {
  readonly file: string
  readonly type: string
}

/** Served by ourselves from the installed packages: no page of ours loads anything from elsewhere. */
const ASSETS: Readonly<Record<string, Asset>> = {
  'react.js': { file: 'react/umd/react.production.min.js', type: 'text/javascript; charset=utf-8' },
  'react-dom.js': { file: 'react-dom/umd/react-dom.production.min.js', type: 'text/javascript; charset=utf-8' },
  'graphiql.js': { file: 'graphiql/graphiql.min.js', type: 'text/javascript; charset=utf-8' },
  'graphiql.css': { file: 'graphiql/graphiql.min.css', type: 'text/css; charset=utf-8' },
}

const require = createRequire(import.meta.url)

/** GraphiQL is for development; its packages are not installed where the program only runs. */
export function isGraphiqlInstalled(): boolean {
  try {
    require.resolve('graphiql/package.json')
    return true
  } catch {
    return false // whatever hinders, there is nothing to serve
  }
}

export function sendGraphiqlPage(res: ServerResponse, nonce: string): void {
  sendText(res, 200, page(nonce), 'text/html; charset=utf-8', {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'", // its editor positions lines by style attributes
      "img-src 'self' data:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
  })
}

export function sendGraphiqlAsset(res: ServerResponse, name: string): void {
  const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined
  if (!asset) throw new ZhengshuError('NOT_FOUND', { what: 'This file', whatZh: '此文件' })
  const [packageName = '', ...rest] = asset.file.split('/')
  const directory = dirname(require.resolve(`${packageName}/package.json`))
  sendText(res, 200, readFileSync(join(directory, ...rest), 'utf8'), asset.type, { 'cache-control': 'no-cache' })
}

const EXAMPLE = `# 1. Put a token after "Bearer" in the headers below.   在下方 Headers 的 Bearer 之后填入令牌
# 2. Press "Re-fetch GraphQL schema" at the lower left.  点击左下角刷新按钮以载入文档
{
  serviceItems(first: 5) {
    edges { node { code name { zh en } } }
  }
}
`

const page = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Zhengshu 政枢 · GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style nonce="${nonce}">html, body, #graphiql { height: 100%; margin: 0 }</style>
</head>
<body>
<div id="graphiql"></div>
<script nonce="${nonce}" src="/graphiql/react.js"></script>
<script nonce="${nonce}" src="/graphiql/react-dom.js"></script>
<script nonce="${nonce}" src="/graphiql/graphiql.js"></script>
<script nonce="${nonce}">
const fetcher = GraphiQL.createFetcher({ url: '/graphql' })
const element = React.createElement(GraphiQL, {
  fetcher,
  defaultEditorToolsVisibility: 'headers',
  defaultHeaders: '{"Authorization": "Bearer "}',
  shouldPersistHeaders: false,
  defaultQuery: ${JSON.stringify(EXAMPLE)},
})
ReactDOM.createRoot(document.getElementById('graphiql')).render(element)
</script>
</body>
</html>
`
