import { segment } from './segmenter.js';
import { type Sentence, type Span } from './sentence.js';

export interface Phrase extends Span {
  readonly words: string;
}

/** Words of asking that jieba joins to the noun beside them (汽车贸易, 企业资质); no product is called so. */
const CUT_ZH =
  /代工厂|代工|工厂|(?<=[\u4e00-\u9fff])厂(?=$|[\s，。？?！!、]|有|在|吗|呢)|进?出口额?|进口额?|贸易额?|供应商|供货商|供应链|厂家|厂商|制造商|生产商|采购商|进口商|进口国|出口国|买家|关税率?|税率|制裁名单|制裁|实体清单|黑名单|名单|到岸成本|落地成本|集装箱|货柜|保险费?|增值税|对比|比较|潜力|前景|概况|规模|原因|新闻|政策|消息|资质|编码|税号|数据|统计|市场|情况|关税|价格|走势|趋势|占比|份额|排名|目的地|背景|信息|资料|介绍|功能|运费|今天|最近/g;
/** Parts of speech that name a thing: nouns, what distinguishes them (电动, 锂), and Latin letters in a Chinese sentence. */
const NAMING = /^(?:n[a-z]*|vn|b|ng|vg|ag|a|an|j|l|i|eng|k|q?n|zg|g)$/;
/** Words of asking and of trade; whatever tag they bear, they name no product. */
const ASKING_ZH = new Set(
  (
    '查询 查一下 查查 帮我 帮忙 请问 请 我 想 要 了解 知道 告诉 看看 给 出 提供 找 寻找 查找 搜索 推荐 分析 介绍 一下 一些 哪些 哪里 哪个 什么 怎么 怎么样 多少 如何 ' +
    '情况 数据 信息 资料 统计 统计数据 数字 金额 数量 规模 总额 总量 总体 报告 概况 详情 问题 结果 表 图 出口 进口 进出口 出口额 进口额 出口量 进口量 贸易 贸易额 外贸 外销 海关 ' +
    '市场 主要 重要 最大 国家 地区 地方 全球 世界 国际 海外 国外 国内 本国 排名 前十 趋势 走势 增长 增速 增长率 变化 占比 份额 比例 比较 对比 同比 环比 平均 均值 最新 最近 近年 近年来 历年 每年 年度 全年 年 月 年份 期间 今年 去年 ' +
    '供应商 供货商 厂家 厂商 制造商 生产商 工厂 供应 货源 采购 采购商 买家 客户 生产 制造 企业 公司 集团 资质 背景 编码 hs code 编号 税号 税则 关税 归类 海关编码 商品 产品 货物 货品 商品编码 类 类别 种类 可靠 靠谱 优质 合格 专业 大型 知名 便宜 好 新 ' +
    '价格 单价 报价 行情 链接 网址 网页 页面 这个 那个 该 其 它 他们 的话 呢 吗 有 是 做 卖 买 和 与 或 及 以及 目的地 目的 来源 去向 伙伴 现在 目前 当前 方面 关于 有关 相关 具体 详细 主营 业务 经营 需要 希望 能 可以 中 功能 平台 系统 用户 你好 您好 您 你 们 我们 咱们 谢谢 ' +
    '制裁 名单 实体 清单 黑名单 筛查 查查 受限 管制 限制 买家 求购 进口商 进口国 出口国 征收 加征 缴纳 交 税 多少税 到岸 成本 落地 货值 运费 保险 保费 增值税 税率 关税率 装 柜 箱 集装箱 ' +
    '货柜 尺 厘米 毫米 公斤 计算 算 原因 为什么 新闻 消息 政策 法规 要求 网上 搜索 搜 搜一下 概况 前景 潜力 规模 现状 排序 按 再 更 一点 点 些 导出 生成 下载 文件 格式 总结 概括 文章 页面 网页 内容 最多 最少 上 下 里 吗 吧 啊 呀 下降 上升 减少 增加 下跌 上涨 ' +
    '意思 含义 定义 逆差 顺差 差额 许可证 许可 hscode hs-code 认证 证书 法人 股东 股权 注册 成立 总部 营收 收入 员工 信用 上市 风险 背调 尽调 调查 核实 验证 实力 口碑 简介 历史 品牌 分布 水平 状况 表现 影响 建议 方案 时间 日期 单位 美元 亿美元 万美元 人民币 欧元'
  ).split(' '),
);
const ASKING_EN = new Set(
  (
    'a about after all also am an analyse analyze and annual any are as at average be best between big biggest buy buyer buyers by can change changes china classification classify code codes companies company compare compared ' +
    'could country countries customs data destination destinations did do does during each european every export exported exporter exporters exporting exports factories factory figure figures find first for from get give global goods ' +
    'good growth had harmonised harmonized has have heading hello help hey hi high how hs hts i identify if import imported importer importers importing imports in info information into is it its key last latest leading like link list ' +
    'look looking lookup made main major make maker makers manufacture manufactured manufacturer manufacturers manufacturing many market markets me month most much my name need needs new no number numbers of on one or our out over ' +
    'overall page partner partners past per percent please price prices principal produce producer producers product products profile provide qualification qualifications quantity quote rank ranking rate recent recently region reliable report ' +
    'search sell seller sellers selling sell share shares ship shipment shipped shipments should show site sold some source sources sourcing supplied supplies supplying statistics stats supplier suppliers supply tariff tell than thank thanks that the their them there these ' +
    'they this those to today top total trade trades trading trend trends trusted two under units up us use value values vendor vendors verified very volume volumes want was we well were what where which who whole wholesale wholesaler ' +
    "wholesalers whom why will with world worldwide would year yearly years you your yuan usd dollars dollar import-export compare versus vs between same okay ok now then so it's what's who's let let's check checking query background " +
    'sanction sanctions sanctioned screen screening screened blacklist blacklisted watchlist entity ofac lists against restricted party landed container containers carton cartons fit fits freight insurance vat incoterm incoterms calculate cost per piece ' +
    'headquartered headquarters founded revenue employees competitor competitors shareholders owned deficit surplus balance tax taxes legal allowed permitted license licence manufactures produces distributes offers exports re-export re-exports reexports cover covers grow grew grown means meaning hscode chapter ' +
    'tariffs policy policies document documents paperwork certificate permit permits need required rule rules why reason reasons news search web internet online latest regulations regulation requirements better worth bigger larger potential size analysis outlook versus detail more sort order value amount as pdf excel summarize summarise summary read article levy levies charge charges impose imposes ' +
    'customs import rate applied applies apply pay paid on increase decrease rise fall fell drop dropped grew since onwards include including both either neither each does who imports buys ' +
    's makes making write print certificate certificates certification certifications due diligence website url http https www com just only still more less other others another detail details overview summary briefly classified belongs belong fall falls cost costs duty duties'
  ).split(' '),
);
/** Words that bind a phrase of English goods together but neither start nor end it: "parts for pumps". */
const BINDING = new Set(['of', 'for', 'with', 'and']);

/** Whether it is a word of asking or of trade, which names no product. */
export function isAskingWord(word: string): boolean {
  return ASKING_EN.has(word);
}

/** The names of things in the untaken pieces of a sentence, in order: what may be a product nobody told us of. */
export function nounPhrases(sentence: Sentence): Phrase[] {
  const text = sentence.remainder();
  const phrases = /\p{Script=Han}/u.test(sentence.text) ? chinese(text) : english(text);
  return phrases.filter(({ words }) => words.length > 1 && !/^[\d\s.,-]+$/.test(words));
}

function chinese(text: string): Phrase[] {
  const phrases: Phrase[] = [];
  let open: Span | undefined;
  let at = 0;
  const close = () => {
    if (open) phrases.push({ ...open, words: text.slice(open.start, open.end).trim() });
    open = undefined;
  };
  for (const { word, tag } of segment(text.replace(CUT_ZH, (cue) => '。'.repeat(cue.length)))) {
    const start = at;
    at += word.length;
    const keeps = open !== undefined && word.trim() === '';
    if (names(word, tag)) open = { start: open?.start ?? start, end: at };
    else if (!keeps) close();
  }
  close();
  return phrases;
}

function names(word: string, tag: string): boolean {
  if (ASKING_ZH.has(word) || ASKING_EN.has(word.toLowerCase())) return false;
  return NAMING.test(tag) || /^[a-z][a-z0-9-]*$/i.test(word);
}

function english(text: string): Phrase[] {
  const phrases: Phrase[] = [];
  let run: Span[] = [];
  const close = () => {
    const words = trimBinding(text, run);
    const [first, last] = [words[0], words.at(-1)];
    if (first && last) {
      // "Huawei's background" is about Huawei.
      const name = text.slice(first.start, last.end).replace(/'s?$/, '');
      phrases.push({ start: first.start, end: first.start + name.length, words: name });
    }
    run = [];
  };
  for (const match of text.matchAll(/[a-z0-9][a-z0-9'/-]*|[^\sa-z0-9]/gi)) {
    const word = match[0].toLowerCase();
    const keeps = !ASKING_EN.has(word) || (run.length > 0 && BINDING.has(word));
    if (/^[a-z0-9]/.test(word) && keeps) run.push({ start: match.index, end: match.index + word.length });
    else close();
  }
  close();
  return phrases;
}

/** Without binding words at its ends, nor the rest of an amount ("$25,000 of bicycles") at its start. */
function trimBinding(text: string, run: readonly Span[]): readonly Span[] {
  const wordAt = (span: Span | undefined) => (span ? text.slice(span.start, span.end).toLowerCase() : '');
  if (BINDING.has(wordAt(run.at(-1)))) return trimBinding(text, run.slice(0, -1));
  const first = wordAt(run[0]);
  return BINDING.has(first) || /^\d+$/.test(first) ? trimBinding(text, run.slice(1)) : run;
}
