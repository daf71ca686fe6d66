import { type AppError } from '../../../../common/errors/app-error.js';
import { type Text } from '../../../../common/i18n/language.js';
import { ProviderErrors } from '../http/provider.errors.js';

const OFFLINE: Text = {
  en: 'The internet cannot be reached from here, so no live source was asked.',
  zh: '当前环境无法连接互联网，未查询在线数据源。',
};

/** What the answer says of a provider that failed; that there is no internet is said once, for all of them. */
export function gapOf(error: AppError): Text {
  if (error.kind === ProviderErrors.PROVIDER_OFFLINE) return OFFLINE;
  return { en: error.detail('en'), zh: error.detail('zh') };
}

/** Each sentence once, in the order of their first use. */
export function uniqueTexts(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((text) => [text.en, text])).values()];
}
