// Plain JavaScript that runs on old versions too: everything else needs Node 24 (node:sqlite, type stripping).
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `Zhengshu needs Node 24 or later; this is ${process.version}.\n` +
      'Run it by `npm run …` or `npx …`: `npm ci` installs Node 24 into the project (it must not be run with --ignore-scripts).\n' +
      `政枢需要 Node 24 或更高版本，当前为 ${process.version}。请用 npm run 或 npx 运行；npm ci 时不要加 --ignore-scripts。\n`,
  )
  process.exit(70)
}
