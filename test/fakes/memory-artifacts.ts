import { ArtifactStore, Artifacts, type NewArtifact } from '../../src/agent/worker/tools/artifacts.port.js';
import { type Artifact } from '../../src/session/index.js';

/** Files of a run in memory, by what they are to the run. */
export class MemoryArtifactStore extends ArtifactStore {
  readonly kept = new Map<string, Artifact>();

  async keep(effect: string, { name, mediaType, bytes }: NewArtifact): Promise<Artifact> {
    const id = `file-${this.kept.size + 1}`;
    const file = { file_id: id, name, media_type: mediaType, size: bytes.length, url: `/api/v1/files/${id}/content` };
    this.kept.set(effect, this.kept.get(effect) ?? file);
    return this.kept.get(effect) as Artifact;
  }
}

/** What a single call of a tool saves. */
export class MemoryArtifacts extends Artifacts {
  readonly saved: NewArtifact[] = [];

  async save(artifact: NewArtifact): Promise<Artifact> {
    this.saved.push(artifact);
    const { name, mediaType, bytes } = artifact;
    const id = `file-${this.saved.length}`;
    return { file_id: id, name, media_type: mediaType, size: bytes.length, url: `/api/v1/files/${id}/content` };
  }
}
