import { globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Every source of the repository; `more` are sources that stand in memory only. */
function programOf(patterns: readonly string[], more: Readonly<Record<string, string>> = {}): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    // Only our own declarations matter: no library is read.
    noLib: true,
    types: [],
    noEmit: true,
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  const text = (file: string) => more[relative(root, file)]
  host.fileExists = (file) => text(file) !== undefined || (!file.includes('node_modules') && fileExists(file))
  host.readFile = (file) => text(file) ?? readFile(file)
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const source = text(file)
    return source === undefined
      ? getSourceFile(file, languageVersion, ...rest)
      : ts.createSourceFile(file, source, languageVersion, true)
  }
  delete host.directoryExists // it would not know the directories of what stands in memory
  const files = [...globSync([...patterns], { cwd: root }), ...Object.keys(more)]
  return ts.createProgram(
    files.map((file) => resolve(root, file)),
    options,
    host,
  )
}

interface Reading {
  readonly sources: readonly ts.SourceFile[]
  exportsOf(module: ts.Node): readonly ts.Symbol[]
  /** Through every re-export to where it is declared. */
  original(symbol: ts.Symbol): ts.Symbol
  importedAs(name: ts.Node): ts.Symbol | undefined
}

function readingOf(program: ts.Program): Reading {
  const checker = program.getTypeChecker()
  return {
    sources: program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(root) && !fileName.includes('node_modules')),
    exportsOf(module) {
      const symbol = checker.getSymbolAtLocation(module)
      return symbol ? checker.getExportsOfModule(symbol) : []
    },
    original: (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol),
    importedAs: (name) => checker.getSymbolAtLocation(name),
  }
}

/** Everything that some file imports from another; handing on (`export … from`) is no import. */
function findTaken({ sources, exportsOf, original, importedAs }: Reading): ReadonlySet<ts.Symbol> {
  const taken = new Set<ts.Symbol>()
  const take = (symbol: ts.Symbol | undefined) => symbol && taken.add(original(symbol))
  const takeNamed = (module: ts.Node, name: string) => take(exportsOf(module).find((symbol) => symbol.name === name))

  /** `(await import('./x.ts')).name`, `const { name } = await import('./x.ts')`; of another form everything is taken. */
  const takeDynamic = (module: ts.Node, call: ts.Node): void => {
    let user = call.parent
    while (ts.isAwaitExpression(user) || ts.isParenthesizedExpression(user)) user = user.parent
    if (ts.isPropertyAccessExpression(user)) takeNamed(module, user.name.text)
    else if (ts.isVariableDeclaration(user) && ts.isObjectBindingPattern(user.name))
      for (const { name, propertyName } of user.name.elements) takeNamed(module, (propertyName ?? name).getText())
    else exportsOf(module).forEach(take)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) take(importedAs(node.name))
    else if (ts.isNamespaceImport(node)) exportsOf(node.parent.parent.moduleSpecifier).forEach(take)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      exportsOf(node.argument.literal).forEach(take)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      takeDynamic(node.arguments[0]!, node)
    ts.forEachChild(node, visit)
  }
  sources.forEach(visit)
  return taken
}

function judgeExports(program: ts.Program) {
  const reading = readingOf(program)
  const { sources, exportsOf, original } = reading
  const taken = findTaken(reading)
  // Neither what is handed on by `export *` nor an alias of `export { … } from`.
  const isDeclaredIn = (symbol: ts.Symbol, source: ts.SourceFile) =>
    !(symbol.flags & ts.SymbolFlags.Alias) && symbol.declarations?.some((each) => each.getSourceFile() === source)
  const nameOf = (source: ts.SourceFile, symbol: ts.Symbol) => `${relative(root, source.fileName)} ${symbol.name}`
  const product = sources.filter(({ fileName }) => /^src\/(?!.*\/generated\.ts$)/.test(relative(root, fileName)))
  const faces = product.filter(({ fileName }) => /^src\/[a-z]+\/index\.ts$/.test(relative(root, fileName)))
  // The words of a type that is derived from a list (`keyof typeof ROWS`) stand at the list.
  const isDerived = (node: ts.Declaration) => ts.isTypeAliasDeclaration(node) && node.type.getText().includes('typeof ')
  const saysSomething = (node: ts.Declaration) => ts.getJSDocCommentsAndTags(node).length > 0 || isDerived(node)
  return {
    count: product.flatMap((source) => exportsOf(source)).length,
    /** Exported where they are declared, and imported by no other file. */
    unused: product.flatMap((source) =>
      exportsOf(source)
        .filter((symbol) => isDeclaredIn(symbol, source) && !taken.has(symbol))
        .map((symbol) => nameOf(source, symbol)),
    ),
    /** What a feature offers without a word on it where it is declared. */
    uncommented: faces.flatMap((face) =>
      exportsOf(face)
        .map(original)
        .filter(({ declarations = [] }) => !declarations.some(saysSomething))
        .map((symbol) => nameOf(symbol.declarations![0]!.getSourceFile(), symbol)),
    ),
  }
}

describe('what a file exports', () => {
  it('is imported by another file, and has a comment where a feature offers it', () => {
    const { count, unused, uncommented } = judgeExports(programOf(['{src,test,bench,scripts}/**/*.ts']))
    expect(count).toBeGreaterThan(1_000)
    expect(unused).toEqual([])
    expect(uncommented).toEqual([])
  }, 60_000)

  it('would be caught when nobody imports it, also behind a face, and when it says nothing', () => {
    const sources = {
      'src/example/index.ts': "export * from './example.ts'\nexport { late } from './late.ts'",
      'src/example/example.ts':
        '/** Said. */\nexport const used = 1\nexport const silent = 2\n/** Said. */\nexport const spare = 3',
      'src/example/late.ts': '/** Said. */\nexport const late = 4\nexport interface Unseen { x: 1 }',
      'src/user.ts':
        "import { used, silent } from './example/index.ts'\nconst { late } = await import('./example/index.ts')",
    }
    expect(judgeExports(programOf([], sources))).toMatchObject({
      unused: ['src/example/example.ts spare', 'src/example/late.ts Unseen'],
      uncommented: ['src/example/example.ts silent'],
    })
  })
})
