import { type Text } from '../../../common/i18n/language.js';
import { type Source } from '../../../session/index.js';
import { type ProviderNotes } from './provider-notes.types.js';

/** One party on a list. */
export interface ListedParty {
  readonly name: string;
  readonly aliases: readonly string[];
  /** As the list writes it; null where it names none. */
  readonly country: string | null;
  /** Programme or part of the list, e.g. `SDGT` or `Entity List (EL)`. */
  readonly programme: string | null;
  /** RFC 3339 full-date, where the list says it. */
  readonly listedOn: string | null;
}

/** A list as it was screened. */
export interface ScreenedList {
  readonly id: string;
  readonly name: Text;
  /** The day our copy was fetched or last confirmed, RFC 3339 full-date. */
  readonly copyOf: string;
  readonly parties: number;
  readonly source: Source;
}

export interface PossibleMatch {
  readonly list: ScreenedList;
  readonly party: ListedParty;
  /** The name or alias of the party that resembles the one asked for, and which one that was. */
  readonly listedName: string;
  readonly askedName: string;
  /** 0 to 1; 1 is the same name but for legal form and punctuation. It says how alike names are, never who somebody is. */
  readonly likeness: number;
}

export interface Screening extends ProviderNotes {
  /** The most alike first. */
  readonly matches: readonly PossibleMatch[];
  /** The lists that were looked into; one that could not be is told of in `gaps`. */
  readonly lists: readonly ScreenedList[];
}

/** Sanctions and export control lists. What is found is a resemblance of names; what is not found clears nobody. */
export abstract class ScreeningLists {
  /** @param names all names of one party: Chinese, English, short */
  abstract screen(names: readonly string[], signal: AbortSignal): Promise<Screening>;
}
