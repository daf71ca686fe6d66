import { type Text } from '../../../common/i18n/language.js';

/** What is said beside what was found, for the reader. */
export interface ProviderNotes {
  /** What the providers that answered hold and from when. */
  readonly coverage: readonly Text[];
  /** What could not be asked, or was not held where one would look first, one sentence each; answers must say these. */
  readonly gaps: readonly Text[];
}
