import { type Artifact } from '../../../session/index.js';

/** A file as a tool makes it. */
export interface NewArtifact {
  /** With its extension; the user sees it. It is made safe, so the file may be called a little differently. */
  readonly name: string;
  /** One of the types files may have (storage's `FILE_TYPES`); the content is checked against it like an upload's. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * Keeps the files a tool makes for the user. Given to each call in its context; what is saved here is told to the user
 * (`artifact` event), stands in the findings as `artifacts` and belongs to the answer, without any doing of the tool.
 */
export abstract class Artifacts {
  /**
   * Keeps a file; resolves when it is durable. The n-th file of a call is the same in every attempt of the run: when the
   * attempt before had saved it, that file is returned and nothing is written, whatever `bytes` are now.
   * @returns the file, its `url` a stable path of this server that takes the user's login
   * @throws AppError FILE_QUOTA_EXCEEDED, FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH, FILE_EMPTY
   */
  abstract save(artifact: NewArtifact): Promise<Artifact>;
}

/** Where the files of one run go. */
export abstract class ArtifactStore {
  /**
   * @param effect what the file is to the run: the same word again gives the same file
   * @throws AppError as `Artifacts.save` does
   */
  abstract keep(effect: string, artifact: NewArtifact, signal: AbortSignal): Promise<Artifact>;
}
