/** What graphql-js says about a document that does not fit the schema, in Chinese; names stay as they are. */
const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/^Cannot query field "(\w+)" on type "(\w+)"/, '类型 $2 没有字段 $1'],
  [/^Unknown argument "(\w+)" on (?:field|directive) "([@\w.]+)"/, '$2 没有参数 $1'],
  [/^Field "(\w+)" argument "(\w+)" of type "([^"]+)" is required/, '字段 $1 缺少参数 $2（类型 $3）'],
  [/^Directive "(@\w+)" argument "(\w+)" of type "([^"]+)" is required/, '指令 $1 缺少参数 $2（类型 $3）'],
  [/^Field "(\w+)" of type "([^"]+)" must have a selection/, '字段 $1（类型 $2）须选择子字段'],
  [/^Field "(\w+)" must not have a selection/, '字段 $1 没有子字段，不能选择'],
  [/^Field "(\w+)" is not defined by type "(\w+)"/, '类型 $2 没有字段 $1'],
  [/^Fields "(\w+)" conflict/, '字段 $1 重复且内容不同，请使用不同别名'],
  [/^Unknown type "(\w+)"/, '没有类型 $1'],
  [/^Unknown directive "(@\w+)"/, '没有指令 $1'],
  [/^Directive "(@\w+)" may not be used/, '指令 $1 不能用在此处'],
  [/^The directive "(@\w+)" can only be used once/, '指令 $1 在此处重复'],
  [/^Unknown fragment "(\w+)"/, '没有片段 $1'],
  [/^Fragment "(\w+)" is never used/, '片段 $1 未被使用'],
  [/^Fragment "(\w+)" cannot be spread here/, '片段 $1 的类型不适用于此处'],
  [/^Fragment cannot be spread here/, '该片段的类型不适用于此处'],
  [/^Fragment .*cannot condition on non composite type "([^"]+)"/, '类型 $1 没有字段，不能用于片段'],
  [/^Cannot spread fragment "(\w+)" within itself/, '片段 $1 引用了自身'],
  [/^Variable "(\$\w+)" is not defined/, '变量 $1 未声明'],
  [/^Variable "(\$\w+)" is never used/, '变量 $1 未被使用'],
  [/^Variable "(\$\w+)" of type "([^"]+)" used in position expecting type "([^"]+)"/, '变量 $1 类型为 $2，此处应为 $3'],
  [/^Variable "(\$\w+)" cannot be non-input type "([^"]+)"/, '变量 $1 的类型 $2 不是输入类型'],
  [/^There can be only one \w+(?: \w+)? named "(\$?\w+)"/, '$1 重复'],
  [/^The "?(\w+)"? definition is not executable/, '只能含操作与片段，不能定义 $1'],
  [/^This anonymous operation must be the only/, '有多个操作时每个操作都须命名'],
  [/^Maximum introspection depth exceeded/, '内省查询嵌套过深'],
  [/introspection (?:is not allowed|has been disabled)/, '不提供内省'],
]

/** The Chinese of a validation message; where it is none of these, a reader is sent to the English. */
export function inChinese(message: string): string {
  for (const [pattern, chinese] of MESSAGES) {
    const found = pattern.exec(message)
    if (found) return chinese.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
  }
  return '见英文说明'
}
