import { type Language, say, type Text } from '../../../common/i18n/language.js';

/** Sentences in one language. */
export function sayAll(texts: readonly Text[], language: Language): string[] {
  return texts.map((text) => say(text, language));
}
