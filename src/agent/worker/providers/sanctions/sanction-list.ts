import { type Text } from '../../../../common/i18n/language.js';
import { type ListedParty } from '../screening-lists.port.js';

/** A published list: where its files are and how they are read. */
export interface SanctionList {
  readonly id: string;
  readonly name: Text;
  readonly publisher: string;
  /** For readers; the files are elsewhere. */
  readonly page: string;
  readonly licence: string;
  readonly files: readonly string[];
  /** Reads the files, in their order. Throws where they are not what they should be. */
  readonly parse: (files: readonly Uint8Array[]) => Promise<readonly ListedParty[]>;
}
