/** A page a search found. */
export interface SearchResult {
  readonly title: string;
  readonly url: string;
  /** What the engine quotes of it; plain text. */
  readonly snippet: string;
  /** As the engine tells it; null where it does not. */
  readonly published: string | null;
  readonly source_id: string;
}

export interface SearchWebData {
  readonly query: string;
  /** The best first. */
  readonly results: readonly SearchResult[];
}
