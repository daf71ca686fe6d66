import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Artifact } from '../../session/index.js';
import { contentPath, FilesService, type StoredFile } from '../../storage/index.js';
import { type RunEntity } from '../runs/run.entity.js';
import { ArtifactStore, type NewArtifact } from './tools/artifacts.port.js';

/** The files of runs: they are among those of the user who asked. */
@Injectable()
export class RunArtifacts {
  constructor(private readonly files: FilesService) {}

  /** Where the files of a run go. */
  of({ id, userId }: Pick<RunEntity, 'id' | 'userId'>): ArtifactStore {
    return new UserFiles(this.files, userId, id);
  }

  /** What the run has made by now, also in an attempt that broke off and could tell nobody. */
  async madeBy({ id, userId }: Pick<RunEntity, 'id' | 'userId'>): Promise<Artifact[]> {
    return (await this.files.madeBy(userId, id)).map(toArtifact);
  }

  /** Deletes what an attempt made that broke off and whose answer is void: the answer of the run knows nothing of it. */
  async dropAllBut(told: readonly Artifact[], { id, userId }: Pick<RunEntity, 'id' | 'userId'>): Promise<void> {
    const kept = new Set(told.map(({ file_id: fileId }) => fileId));
    for (const file of await this.files.madeBy(userId, id)) {
      if (!kept.has(file.id)) await this.files.delete(userId, file.id);
    }
  }
}

class UserFiles extends ArtifactStore {
  constructor(
    private readonly files: FilesService,
    private readonly userId: string,
    private readonly runId: string,
  ) {
    super();
  }

  async keep(effect: string, { name, mediaType, bytes }: NewArtifact, signal: AbortSignal): Promise<Artifact> {
    signal.throwIfAborted();
    const file = await this.files.saveArtifact(
      this.userId,
      { madeBy: { runId: this.runId, effect }, name, declaredType: mediaType, content: Readable.from([bytes]) },
      signal,
    );
    return toArtifact(file);
  }
}

function toArtifact({ id, name, mediaType, size }: StoredFile): Artifact {
  return { file_id: id, name, media_type: mediaType, size, url: contentPath(id) };
}
