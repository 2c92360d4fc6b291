/**
 * Why a row of an import is refused. A refusal names the row, the field and one of these, and never quotes a value:
 * the report goes to people who need not see the record.
 */
export const ROW_REFUSALS = {
  ROW_UNREADABLE: { en: 'the row cannot be read as a record', zh: '该行无法解析为记录' },
  COLUMN_COUNT: { en: 'the row has not as many columns as the header', zh: '列数与表头不一致' },
  UNKNOWN_FIELD: { en: 'the register has no such field', zh: '该基础库没有此字段' },
  MISSING: { en: 'a required field is empty', zh: '必填字段为空' },
  WRONG_TYPE: { en: 'the value has the wrong type', zh: '数据类型不正确' },
  WRONG_FORM: { en: 'the value does not have the required form', zh: '格式不符合要求' },
  WRONG_LENGTH: { en: 'the value is too long or too short', zh: '长度不符合要求' },
  OUT_OF_RANGE: { en: 'the value is outside its range', zh: '数值超出范围' },
  NOT_IN_LIST: { en: 'the value is not in the code list', zh: '不在代码表内' },
  BAD_CHARACTER: { en: 'the text has control, direction or replacement characters', zh: '含控制符、方向符或乱码字符' },
  WRONG_CHECK: { en: 'the check character of the number is wrong', zh: '号码校验位不正确' },
  SYNTHETIC_NUMBER: {
    en: 'the number is an invented one of the demonstration province, which production refuses',
    zh: '号码为演示省的虚构号码，生产环境不予接受',
  },
  NOT_A_DATE: { en: 'the value is not a real date', zh: '不是真实日期' },
  DATE_IN_FUTURE: { en: 'the date lies in the future', zh: '日期晚于今天' },
  DATES_OUT_OF_ORDER: { en: 'the dates are in the wrong order', zh: '日期先后颠倒' },
  DISAGREES: { en: 'the value disagrees with another field of the row', zh: '与同一行的其他字段不一致' },
  TOO_YOUNG: { en: 'the person was below the legal age on that date', zh: '当日未达法定年龄' },
  NO_SUBJECT: { en: 'the row names no subject of this system', zh: '未包含可识别的主体' },
} as const satisfies Record<string, { en: string; zh: string }>
export type RowRefusalCode = keyof typeof ROW_REFUSALS

export interface FieldRefusal {
  readonly field: string
  readonly code: RowRefusalCode
}

export interface RowRefusal extends FieldRefusal {
  readonly row: number
}

/** More are counted but not kept: a file with so many is wrong as a whole. */
export const MAX_REFUSALS_KEPT = 1_000
