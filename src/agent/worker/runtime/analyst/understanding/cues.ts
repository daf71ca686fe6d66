/** Words that tell what a question is after, in both languages. Patterns run on lower-case text. */
export const CUES = {
  exports:
    /出口|外销|销往|销到|卖到|卖给|出海|输往|输[美欧日德韩英]|运往|发往|\bexport(?:s|ed|ing|ers?)?\b|\bship(?:s|ped|ments?)\b|\bsell(?:s|ing)?\b|\bsold\b/,
  imports:
    /进口|输入|购自|采购自|\bimport(?:s|ed|ing|ation)?\b|\bbuy(?:s|ing)? .{0,30}\bfrom\b|\bpurchases? .{0,30}\bfrom\b/,
  bothWays:
    /进出口|双边贸易|贸易往来|[逆顺]差|贸易差额|贸易平衡|\btrade (?:deficit|surplus|balance|gap)\b|\bbalance of trade\b|\bimports? and exports?\b|\bexports? and imports?\b|\bbilateral trade\b|\btrade between\b/,
  ranking:
    /(?:主要|重要|最大|最多|核心|top\s*\d*)\s*的?\s*(?:出口|进口|海外|目标|目的)?\s*的?\s*(?:市场|国家|目的地|目的国|来源地|来源国|买家|贸易伙伴|去向|客户国|出口国|进口国)|市场分布|目的地|(?:出口|进口|销|卖)(?:到|往|自)?\s*(?:了)?\s*(?:哪|那)[些里几]|哪(?:些|几个?|里|个)\s*(?:国家|市场|地区|地方)|排名|前\s*[十百\d]+|\b(?:main|major|top|biggest|largest|key|leading|principal)\b.{0,25}\b(?:markets?|destinations?|buyers?|importers?|exporters?|partners?|countries|sources?|customers?)\b|\bwhich (?:countries|markets)\b|\bwhich country\b.{0,20}\bmost\b|\bwho (?:buys|imports) (?:the )?most\b|\bwhat countries\b|\bwhere (?:do|does|did|are|is)\b.{0,40}\b(?:export(?:s|ed)?|ship(?:s|ped)?|sells?|sold|go|goes|going)\b|\bby (?:country|partner|market)\b|\brank(?:ing|ed|s)?\b/,
  trade:
    /贸易|海关(?!编码|税号|编号|商品编)|统计|外贸数据|贸易额|出口额|进口额|市场份额|占比|增长|增速|趋势|走势|\btrade\b|\bcustoms (?:data|statistics|figures)\b|\bstatistics\b|\bmarket share\b|\bgrowth\b|\btrends?\b/,
  figures: /数据|统计|出口额|进口额|贸易额|数量|\bdata\b|\bstatistics\b|\bfigures\b|\bvolumes?\b|\bvalues?\b/,
  suppliers:
    /供应商|供货商|供货方|供应链|厂家|厂商|生产商|制造商|生产企业|工厂|货源|代工|批发|寻源|(?:哪些|什么|哪家|几家|推荐|找|有没有).{0,14}厂(?!商|房)|(?:推荐|找|介绍|列出|有哪些).{0,20}(?:企业|公司)|(?:生产|制造|做)[^，。]{1,14}的[^，。]{0,6}(?:企业|公司|厂)|谁(?:在)?(?:生产|制造|做|供应)|哪[里儿](?:可以|能)?(?:买|采购|进货)|找.{0,12}(?:采购|供应)|采购|\bsuppl(?:y|ier|iers|ied|ies)\b|\bmanufactur(?:er|ers|es|ing)\b|\bfactor(?:y|ies)\b|\bvendors?\b|\bproducers?\b|\bsourc(?:e|ing)\b|\bwholesal(?:e|er|ers)\b|\bwho (?:makes?|produces?|supplies|sells)\b|\bwhere (?:can i|to|do i) (?:buy|source|get)\b|\boem\b|\bmakers?\b/,
  /** Says "supplier" itself: 采购 and its like may be said of buyers, too. */
  supplierWord: /供应|供货|厂家|厂商|生产商|制造商|工厂|货源|\bsuppl|\bmanufactur|\bfactor(?:y|ies)\b|\bmakers?\b/,
  company:
    /资质|背景|背调|尽调|尽职调查|企业(?:信息|资料|概况|情况|简介)|公司(?:信息|资料|简介|概况|情况|背景|介绍)|工商|法人|法定代表人|注册|股东|股权|母公司|子公司|成立|总部|营收|收入|员工|可靠|靠谱|信用|认证|证书|上市|是做什么的|是什么公司|主营|\bprofile\b|\bqualif(?:ications?|ied)\b|\bbackground\b|\bdue diligence\b|\bcertificat(?:es?|ions?)\b|\bregist(?:ered|ration)\b|\bowner(?:s|ship)?\b|\bshareholders?\b|\bheadquarter(?:s|ed)?\b|\bfounded\b|\brevenue\b|\bemployees\b|\breliab(?:le|ility)\b|\btrustworthy\b|\blegit(?:imate)?\b|\bwho owns\b|\bsubsidiar(?:y|ies)\b|\bparent company\b|\blisted\b|\bwho is\b|\btell me about\b|\bcredentials\b/,
  companyWord: /公司|集团|企业|厂|\bcompany\b|\bfirm\b|\bcorporation\b|\bgroup\b/,
  hsCode:
    /\bhs(?:\s?codes?)?\b|\bhts\b|海关编码|商品编码|hs编码|税则|税号|归类|编码|\btariff (?:code|number|heading)s?\b|\bcustoms code\b|\bcommodity code\b|\bclassif(?:y|ication|ied)\b|\bharmoni[sz]ed\b/,
  compare:
    /比较|对比|相比|哪个(?:国家|市场|地区)?(?:更|比较)?(?:大|好|有潜力|有机会|合适|适合|值得|多)|\bcompar(?:e|ed|es|ing|ison)\b|\bvs\.?\b|\bversus\b|\bwhich (?:market|country|one)? ?(?:is|has|would be|imports|buys)? ?(?:a |the )?(?:better|bigger|larger|more)\b|\bbetter market\b/,
  share: /份额|占有率|市占率|占比|比重|\b(?:market )?share\b/,
  growth:
    /增长|增速|增幅|同比|涨了|跌了|下降了?多少|\bgrowth\b|\bgr[eo]w\b|\bgrown\b|\bincreased?\b|\byear[ -]on[ -]year\b|\byoy\b/,
  market:
    /市场(?:概况|规模|分析|情况|前景|现状|潜力|调研|总览|概览|有多大|怎么样|如何)|(?:这两个|哪个|两国)市场|\bmarket (?:overview|size|analysis|outlook|potential|research|report|for|of)\b|\b(?:as|two|both) markets?\b|\boverview of the .{0,40}\bmarket\b|\bhow big is .{0,60}\bmarket\b/,
  /** The importers or exporters of the whole world. */
  worldImporters:
    /(?:哪些|哪几个|什么|哪个)(?:国家|地区|市场)?(?:进口(?!商)|购买|采购(?!商)|买(?![家主]))|(?:全球|世界)(?:上|范围内)?.{0,12}(?:进口国|进口最多|进口大国|最大.{0,4}进口)|进口最多的?(?:国家|地区)|(?:最大|主要|前[一二三四五六七八九十\d]+大?)的?.{0,10}进口国|\b(?:which|what) countries (?:import|buy)|\b(?:top|largest|biggest|main|major|leading)(?: \d+| three| five| ten)? importers?\b|\bimporting countries\b|\bwho (?:imports|buys) the most\b/,
  worldExporters:
    /(?:哪些|哪几个|什么|哪个)(?:国家|地区)(?:出口|生产)|(?:全球|世界)(?:上|范围内)?.{0,12}(?:出口国|出口最多|出口大国|最大.{0,4}出口)|出口最多的?(?:国家|地区)|(?:最大|主要|前[一二三四五六七八九十\d]+大?)的?.{0,10}出口国|\b(?:which|what) countries (?:export|produce|make|sell)|\b(?:top|largest|biggest|main|major|leading)(?: \d+| three| five| ten)? exporters?\b|\bexporting countries\b|\bwho exports the most\b/,
  readPage:
    /总结|概括|摘要|读一?下|阅读|看一?下|打开|讲了?什么|说了?什么|写了?什么|内容|文章|新闻|\bsummar(?:y|ise|ize|ised|ized)\b|\bread\b|\bwhat does (?:this|the|that)? ?(?:page|article|link|site)\b|\barticle\b|\bwhat(?:'s| is) (?:on|in) (?:this|the)\b/,
  webSearch:
    /(?:网上|上网|联网|网络|网页)?搜(?:索|一下|搜)|新闻|最新(?:消息|动态|政策|进展|规定|要求)|政策(?:变化|规定|要求)|法规|认证要求|准入要求|\bsearch (?:the )?(?:web|internet|online|for)\b|\bnews\b|\blatest (?:developments?|polic(?:y|ies)|rules?|regulations?)\b|\bregulations?\b|\brequirements? (?:for|to)\b|\bgoogle\b/,
  news: /(?:网上|上网|联网)搜|搜(?:索|一下)|新闻|最新(?:消息|动态|政策|进展)|\bnews\b|\bsearch the (?:web|internet)\b|\bsearch online\b/,
  reasons: /为什么|为何|什么原因|原因是?|怎么会|\bwhy\b|\bwhat(?:'s| is) the reason\b|\breasons?\b|\bwhat caused\b/,
  detail:
    /再?(?:更|再)?(?:详细|具体|完整)(?:一?[点些])?|展开(?:说|讲)?|多(?:列|给|看)(?:一?些|几个)|全部列出|\bmore (?:detail|details|detailed|rows|results)\b|\bin (?:more )?detail\b|\belaborate\b|\bfull (?:list|table)\b|\bexpand\b/,
  sorting:
    /按.{1,8}(?:排|排序|排列|排名)|(?:从大到小|从高到低|由高到低|降序)|\bsort(?:ed)? by\b|\border(?:ed)? by\b|\brank(?:ed)? by\b|\bby (?:value|amount|quantity)\b/,
  prohibited:
    /(?:规避|绕过|绕开|逃避|躲避|避开|躲开).{0,12}(?:制裁|管制|关税|海关|检查|监管|名单|反倾销|审查)|走私|逃税|偷税|漏税|(?:低报|瞒报|虚报|伪报).{0,8}(?:价格|货值|金额|品名|原产地)?|假(?:货|冒)|仿冒|高仿|山寨|盗版|伪造|假(?:的)?(?:证书|原产地证|发票|提单)|洗钱|毒品|枪支|军火|\b(?:evad(?:e|ing)|circumvent(?:ing)?|get(?:ting)? around|bypass(?:ing)?|avoid(?:ing)? (?:detection|sanctions|export controls?))\b|\bsmuggl(?:e|ing)\b|\bcounterfeits?\b|\breplica\b|\bfake (?:certificates?|invoices?|brands?|goods|designer|documents?|rolex|nike|gucci|iphones?)\b|\bforg(?:e|ed|ing)\b|\bunder-?(?:invoice|invoicing|declare|declaring|value|valuing)\b|\bmislabel|\blaunder|\bcocaine\b|\bfirearms?\b|\bweapons?\b/,
  investment:
    /股票(?!代码)|股价|炒股|投资建议|值得(?:买入|投资)|买入|抛售|基金|比特币|加密货币|期货行情|汇率(?:预测|走势)|\bstock price\b|\bshare price\b|\b(?:buy|sell|invest in|hold) .{0,30}\b(?:stock|shares)\b|\binvest(?:ing)? in\b|\bbitcoin\b|\bcrypto\b|\bforex\b|\bgood investment\b/,
  duty: /征收|加征|收取|\btariffs? on\b|\bdut(?:y|ies) on\b|\b(?:charge|levy|impose)s?\b/,
  allGoods:
    /总额|总量|总体|全部商品|所有商品|全部产品|所有产品|货物贸易|\ball (?:goods|products)\b|\btotal (?:exports?|imports?|trade)\b|\boverall\b|\bmerchandise\b/,
  greeting: /^(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗|hi|hello|hey|good (?:morning|afternoon|evening))(?![a-z])/,
  capabilities:
    /功能|(?:贵司|贵公司|你们|您)(?:能|可以|会).{0,6}(?:什么|哪些)|你(?:都)?(?:能|会|可以|可)(?:帮我)?(?:做|干|回答|查询?|提供)?\s*(?:些)?(?:什么|哪些|啥)|介绍(?:一下|下)?(?:你自己|自己|你们|tradeflow|本?平台|本?系统)|你是(?:谁|什么)|怎么(?:使?用)|有哪些工具|如何使用|使用(?:说明|方法|帮助)|有什么用|\bwhat (?:can|could|do) you (?:do|offer|answer|help)|\bwho are you\b|\bwhat are you\b|\bwhat is tradeflow\b|\bintroduce (?:yourself|tradeflow)\b|\bhow (?:do|can) i use\b|\bfeatures\b|\bcapabilit(?:y|ies)\b|^help[.!?]?$/,
  thanks:
    /^(?:非常|十分|好的?[，,]?\s*)?(?:谢谢|多谢|感谢|辛苦了?|再见|拜拜)|^(?:ok(?:ay)?[,.]?\s*)?(?:many )?(?:thanks|thank you|thx|bye|goodbye|great, thanks)\b/,
  followUp:
    /^(?:那么?|还有|另外|再看|再查|同样|换成|改成|如果是)|呢\s*[？?。!]*\s*$|^(?:and|what about|how about|also|same for|now|or)\b/,
  pronoun:
    /它们?的?|该(?:产品|公司|企业|商品|国)|这个?(?:产品|公司|企业|商品)?|其(?=[\u4e00-\u9fff])|\b(?:it|its|they|their|them|this|that|these|those)\b/,
} as const satisfies Record<string, RegExp>;

export type Cue = keyof typeof CUES;
