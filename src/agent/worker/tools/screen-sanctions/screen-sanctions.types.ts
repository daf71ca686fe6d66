/** A list that was looked into. */
export interface ScreenedListRow {
  readonly id: string;
  /** In the run's language. */
  readonly name: string;
  /** The day our copy is of, RFC 3339 full-date. */
  readonly copy_of: string;
  /** How many parties are on it. */
  readonly parties: number;
  readonly source_id: string;
}

/** Somebody on a list whose name resembles the one asked for. Whether it is the same party has to be checked by a person. */
export interface PossibleMatchRow {
  readonly list: string;
  /** The party's main name on the list. */
  readonly listed_name: string;
  /** Its name or alias that resembles the one asked for, and which one of those asked for that was. */
  readonly matching_name: string;
  readonly asked_name: string;
  /** 0 to 1: how alike the names are; it says nothing of who is who. */
  readonly likeness: number;
  readonly country: string | null;
  readonly programme: string | null;
  readonly listed_on: string | null;
  readonly source_id: string;
}

export interface ScreenSanctionsData {
  readonly query: string;
  /** Every name that was looked for: the one given and those known of the same company. */
  readonly names: readonly string[];
  readonly lists: readonly ScreenedListRow[];
  /** The most alike first. Empty clears nobody. */
  readonly possible_matches: readonly PossibleMatchRow[];
}
