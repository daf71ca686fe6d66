import { type Artifact } from '../../../../session/index.js';
import { type ArtifactStore, Artifacts, type NewArtifact } from '../../tools/artifacts.port.js';

/** The files that one call of a tool saves, numbered, so that each is the same effect in every attempt of the run. */
export class CallArtifacts extends Artifacts {
  readonly #saved: Artifact[] = [];
  #asked = 0;

  constructor(
    private readonly store: ArtifactStore,
    private readonly effect: string,
    private readonly signal: AbortSignal,
  ) {
    super();
  }

  /** What was saved so far. */
  get saved(): readonly Artifact[] {
    return this.#saved;
  }

  async save(artifact: NewArtifact): Promise<Artifact> {
    this.#asked += 1;
    const kept = await this.store.keep(`${this.effect}-${this.#asked}`, artifact, this.signal);
    this.#saved.push(kept);
    return kept;
  }
}
