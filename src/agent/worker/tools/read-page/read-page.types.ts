/** What a page says, as text. */
export interface ReadPageData {
  /** As given. */
  readonly url: string;
  readonly title: string;
  /** The text, cut where it is long. */
  readonly text: string;
  readonly truncated: boolean;
  /** Who read it where we were not let in, e.g. `Jina Reader`; null when we read it ourselves. */
  readonly read_through: string | null;
  readonly source_id: string;
}
