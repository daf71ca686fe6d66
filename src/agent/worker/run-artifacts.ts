import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Artifact } from '../../session/index.js';
import { contentPath, FilesService } from '../../storage/index.js';
import { type RunEntity } from '../runs/run.entity.js';
import { ArtifactStore, type NewArtifact } from './tools/artifacts.port.js';

/** Opens the places where the files of runs go: among those of the user who asked. */
@Injectable()
export class RunArtifacts {
  constructor(private readonly files: FilesService) {}

  of({ id, userId }: Pick<RunEntity, 'id' | 'userId'>): ArtifactStore {
    return new UserFiles(this.files, userId, id);
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
    return {
      file_id: file.id,
      name: file.name,
      media_type: file.mediaType,
      size: file.size,
      url: contentPath(file.id),
    };
  }
}
