/** A page as somebody else read it for us, in a browser. */
export interface ReadablePage {
  /** After redirects. */
  readonly url: string;
  readonly title: string;
  /** The text as Markdown. */
  readonly text: string;
  /** The page's own meta tags by name, e.g. `og:title`. */
  readonly meta: Readonly<Record<string, string>>;
  readonly published: string | null;
  /** RFC 3339. */
  readonly readAt: string;
  /** Who read it, e.g. `Jina Reader`: said in the answer, as the address went to them. */
  readonly reader: string;
}

/** Reads public pages that do not let us read them ourselves. */
export abstract class PageReader {
  /** Undefined where there is no such reader, or the address must not be told to others. */
  abstract read(url: string, signal: AbortSignal): Promise<ReadablePage | undefined>;
}
