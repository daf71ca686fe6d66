import { type Language } from '../../../common/i18n/language.js';

/** Names of countries that bear an article in an English sentence. */
const WITH_ARTICLE =
  /^(?:World$|United |Netherlands$|Philippines$|Maldives$|Bahamas$|Gambia$|European Union$|Dominican Republic$|Central African Republic$|Czech Republic$|Democratic Republic|Republic of|Marshall Islands$|Solomon Islands$|Cayman Islands$)/;

/** The name of a country as it stands inside of a sentence: `the United States`, `the world`; in Chinese as it is. */
export function inSentence(name: string, language: Language): string {
  if (language === 'zh') return name;
  if (name === 'World') return 'the world';
  return WITH_ARTICLE.test(name) ? `the ${name}` : name;
}
