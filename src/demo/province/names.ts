import type { Random } from './random.ts'

// Shares of surnames in per cent, flavoured for a southern-central province; the tail stands for everyone else.
const SURNAMES: readonly (readonly [string, number])[] = [
  ...weigh('刘', 7.2),
  ...weigh('王张李', 4.7),
  ...weigh('陈', 4.3),
  ...weigh('黄胡', 3.1),
  ...weigh('杨', 2.97),
  ...weigh('周吴徐', 1.8),
  ...weigh('谢熊曾钟廖邹赖万彭', 1.3),
  ...weigh('赵孙马朱郭何罗高林', 1.05),
  ...weigh('郑梁唐许宋韩冯邓曹肖', 0.7),
  ...weigh('田董袁潘于蒋蔡余杜叶程魏苏吕丁任', 0.5),
  ...weigh('沈姚卢姜崔谭范汪陆金石贾韦', 0.38),
  ...weigh('夏邱方侯孟秦戴江白阎薛尹段雷黎史龙贺郝', 0.28),
  ...weigh('陶顾毛龚邵钱严覃武孔洪汤常', 0.24),
  ...weigh('章涂柯游饶温甘纪祝凌符骆向', 0.2),
  ['欧阳', 0.2],
  ['上官', 0.04],
  ['诸葛', 0.03],
  ['司徒', 0.03],
  ['令狐', 0.02],
]

function weigh(surnames: string, weight: number): (readonly [string, number])[] {
  return [...surnames].map((surname) => [surname, weight] as const)
}

/** Characters of given names by decade of birth: [male, female]. */
const GIVEN: readonly (readonly [until: number, male: string, female: string])[] = [
  [1959, '国福德金明根生贵荣水长元', '秀英兰桂珍玉凤莲香梅菊娥'],
  [1969, '建国华军平民忠志新红强', '丽红英梅华霞琴芳玲云萍'],
  [1979, '勇军伟斌辉波涛海林永峰', '艳丽燕娟敏红霞玲芬群华'],
  [1989, '伟磊鹏超杰亮凯俊波刚', '静婷丽娜芳晶莉玲倩洁'],
  [1999, '杰浩鑫宇文志俊翔晨龙', '婷雪雅慧颖思佳琪梦怡'],
  [2009, '浩宇轩博涛天俊子毅航', '欣怡雨佳思诗琪静悦蕊'],
  [2019, '子浩宇轩泽睿梓晨豪博', '梓涵欣诗雨萱一诺可悦'],
  [9999, '奕辰宇沐泽一景亦安铭', '一诺依语沐玥汐苒伊昕'],
]

export const surname = (random: Random): string => random.weighted(SURNAMES)

/** One or two characters of the birth cohort; siblings may share the first. */
export function givenName(random: Random, sex: '1' | '2', birthYear: number, shared?: string): string {
  const [, male, female] = GIVEN.find(([until]) => birthYear <= until)!
  const characters = [...(sex === '1' ? male : female)]
  if (shared !== undefined) return shared + random.pick(characters)
  return random.chance(0.08) ? random.pick(characters) : random.pick(characters) + random.pick(characters)
}

export const generationCharacter = (random: Random, birthYear: number): string =>
  random.pick([...GIVEN.find(([until]) => birthYear <= until)![1]])

const TRADE = [...'禾川澄岚橘渡松砚朗屿泽启恒鼎睿茂']
/** 字号: two invented characters. */
export const tradeName = (random: Random): string => random.pick(TRADE) + random.pick(TRADE)

const ROADS = [
  '听雨路',
  '望橘路',
  '石桥街',
  '棹歌路',
  '松砚巷',
  '澄溪大道',
  '渡口路',
  '禾下路',
  '朗山路',
  '橘洲街',
  '云栖路',
  '白塔街',
]
export const street = (random: Random): string => `${random.pick(ROADS)}${random.between(1, 260)}号`
export const flat = (random: Random): string =>
  `${random.between(1, 28)}栋${random.between(1, 18)}0${random.between(1, 6)}室`
