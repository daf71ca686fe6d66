/** The two languages TradeFlow speaks to its users. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in both languages. Placeholders are written `{name}`. */
export type Text = Readonly<Record<Language, string>>;

export type TextParams = Readonly<Record<string, string | number>>;

/** The sentence in one language, its `{placeholders}` filled from `params`. */
export function say(text: Text, language: Language, params: TextParams = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => String(params[name] ?? placeholder));
}

/** The better of our two languages for an `Accept-Language` header (RFC 9110 §12.5.4); English where it names neither. */
export function negotiateLanguage(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...options] = entry.trim().toLowerCase().split(';');
      const quality = options.map((option) => /^\s*q=([\d.]+)/.exec(option)?.[1]).find((value) => value !== undefined);
      return { language: LANGUAGES.find((language) => tag.split('-')[0] === language), weight: Number(quality ?? 1) };
    })
    .filter((entry) => entry.language !== undefined && entry.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return ranked[0]?.language ?? 'en';
}

/** The language a text is written in: Chinese as soon as it holds a Han character, as Chinese questions quote English names. */
export function detectLanguage(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}
