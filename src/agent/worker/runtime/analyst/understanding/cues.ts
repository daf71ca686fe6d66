/** Words that tell what a question is after, in both languages. Patterns run on lower-case text. */
export const CUES = {
  exports:
    /出口|外销|销往|销到|卖到|卖给|出海|输往|输[美欧日德韩英]|运往|发往|\bexport(?:s|ed|ing|ers?)?\b|\bship(?:s|ped|ments?)\b|\bsell(?:s|ing)?\b|\bsold\b/,
  imports:
    /进口|输入|购自|采购自|\bimport(?:s|ed|ing|ation)?\b|\bbuy(?:s|ing)? .{0,30}\bfrom\b|\bpurchases? .{0,30}\bfrom\b/,
  bothWays:
    /进出口|双边贸易|贸易往来|\bimports? and exports?\b|\bexports? and imports?\b|\bbilateral trade\b|\btrade between\b/,
  ranking:
    /(?:主要|重要|最大|最多|核心|top\s*\d*)\s*的?\s*(?:出口|进口|海外|目标|目的)?\s*的?\s*(?:市场|国家|目的地|目的国|来源地|来源国|买家|贸易伙伴|去向|客户国|出口国|进口国)|市场分布|目的地|(?:出口|进口|销|卖)(?:到|往|自)?\s*(?:了)?\s*(?:哪|那)[些里几]|哪(?:些|几个?|里|个)\s*(?:国家|市场|地区|地方)|排名|前\s*[十百\d]+|\b(?:main|major|top|biggest|largest|key|leading|principal)\b.{0,25}\b(?:markets?|destinations?|buyers?|importers?|exporters?|partners?|countries|sources?|customers?)\b|\bwhich (?:countries|markets)\b|\bwhat countries\b|\bwhere (?:do|does|did|are|is)\b.{0,40}\b(?:export|ship|sell|sold|go)|\bby (?:country|partner|market)\b|\brank(?:ing|ed|s)?\b/,
  trade:
    /贸易|海关|统计|外贸数据|贸易额|出口额|进口额|市场份额|占比|增长|增速|趋势|走势|\btrade\b|\bcustoms (?:data|statistics|figures)\b|\bstatistics\b|\bmarket share\b|\bgrowth\b|\btrends?\b/,
  figures: /数据|统计|出口额|进口额|贸易额|数量|\bdata\b|\bstatistics\b|\bfigures\b|\bvolumes?\b|\bvalues?\b/,
  suppliers:
    /供应商|供货商|供货方|供应链|厂家|厂商|生产商|制造商|生产企业|工厂|货源|代工|批发|寻源|谁(?:在)?(?:生产|制造|做|供应)|哪[里儿](?:可以|能)?(?:买|采购|进货)|找.{0,12}(?:采购|供应)|采购|\bsuppl(?:y|ier|iers|ied|ies)\b|\bmanufactur(?:er|ers|es|ing)\b|\bfactor(?:y|ies)\b|\bvendors?\b|\bproducers?\b|\bsourc(?:e|ing)\b|\bwholesal(?:e|er|ers)\b|\bwho (?:makes?|produces?|supplies|sells)\b|\bwhere (?:can i|to|do i) (?:buy|source|get)\b|\boem\b|\bmakers?\b/,
  company:
    /资质|背景|背调|尽调|尽职调查|企业(?:信息|资料|概况|情况|简介)|公司(?:信息|资料|简介|概况|情况|背景|介绍)|工商|法人|法定代表人|注册|股东|股权|母公司|子公司|成立|总部|营收|收入|员工|可靠|靠谱|信用|认证|证书|上市|是做什么的|是什么公司|主营|\bprofile\b|\bqualif(?:ications?|ied)\b|\bbackground\b|\bdue diligence\b|\bcertificat(?:es?|ions?)\b|\bregist(?:ered|ration)\b|\bowner(?:s|ship)?\b|\bshareholders?\b|\bheadquarter(?:s|ed)?\b|\bfounded\b|\brevenue\b|\bemployees\b|\breliab(?:le|ility)\b|\btrustworthy\b|\blegit(?:imate)?\b|\bwho owns\b|\bsubsidiar(?:y|ies)\b|\bparent company\b|\blisted\b|\bwho is\b|\btell me about\b|\bcredentials\b/,
  companyWord: /公司|集团|企业|厂|\bcompany\b|\bfirm\b|\bcorporation\b|\bgroup\b/,
  hsCode:
    /\bhs\b|\bhts\b|海关编码|商品编码|hs编码|税则|税号|归类|编码|\btariff (?:code|number|heading)s?\b|\bcustoms code\b|\bcommodity code\b|\bclassif(?:y|ication|ied)\b|\bharmoni[sz]ed\b/,
  allGoods:
    /总额|总量|总体|全部商品|所有商品|全部产品|所有产品|货物贸易|\ball (?:goods|products)\b|\btotal (?:exports?|imports?|trade)\b|\boverall\b|\bmerchandise\b/,
  greeting: /^(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗|hi|hello|hey|good (?:morning|afternoon|evening))(?![a-z])/,
  capabilities:
    /功能|你(?:都)?(?:能|会|可以|可)(?:帮我)?(?:做|干|回答|查询?|提供)?\s*(?:些)?(?:什么|哪些|啥)|介绍(?:一下|下)?(?:你自己|自己|你们|tradeflow|本?平台|本?系统)|你是(?:谁|什么)|怎么(?:使?用)|如何使用|使用(?:说明|方法|帮助)|有什么用|\bwhat (?:can|could|do) you (?:do|offer|answer|help)|\bwho are you\b|\bwhat are you\b|\bwhat is tradeflow\b|\bintroduce (?:yourself|tradeflow)\b|\bhow (?:do|can) i use\b|\bfeatures\b|\bcapabilit(?:y|ies)\b|^help[.!?]?$/,
  thanks:
    /^(?:非常|十分|好的?[，,]?\s*)?(?:谢谢|多谢|感谢|辛苦了?|再见|拜拜)|^(?:ok(?:ay)?[,.]?\s*)?(?:many )?(?:thanks|thank you|thx|bye|goodbye|great, thanks)\b/,
  followUp:
    /^(?:那么?|还有|另外|再看|再查|同样|换成|改成|如果是)|呢\s*[？?。!]*\s*$|^(?:and|what about|how about|also|same for|now|or)\b/,
  pronoun:
    /它们?的?|该(?:产品|公司|企业|商品|国)|这个?(?:产品|公司|企业|商品)?|其(?=[\u4e00-\u9fff])|\b(?:it|its|they|their|them|this|that|these|those)\b/,
} as const satisfies Record<string, RegExp>;

export type Cue = keyof typeof CUES;
