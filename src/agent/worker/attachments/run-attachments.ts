import { Injectable } from '@nestjs/common';
import { SECOND, timestamp } from '../../../common/clock.js';
import { AppError } from '../../../common/errors/app-error.js';
import { say, type Text } from '../../../common/i18n/language.js';
import { FileReader, FilesService, StorageErrors } from '../../../storage/index.js';
import { type RunEventBody } from '../../events/run-event.js';
import { type AttachedFile, type RunEntity } from '../../runs/run.entity.js';
import { rejectOnAbort } from '../runtime/until-aborted.js';
import { type Attachment, ATTACHMENT_PROBLEMS, type AttachmentProblem } from './attachment.js';
import { shareOut } from './share-out.js';

/** Characters of all files of a question together: some twenty thousand tokens of English, more of Chinese. */
const BUDGET = 60_000;
/** For all files of a question. */
const TIME_LIMIT = 30 * SECOND;

const READING: Text = { en: 'Reading the attached files: {names}.', zh: '正在读取附件：{names}。' };

/** Reads the files of questions, when a run begins. */
@Injectable()
export class RunAttachments {
  constructor(
    private readonly files: FilesService,
    private readonly reader: FileReader,
  ) {}

  /**
   * What the run's files say, cut to what an agent can take in. A file that was deleted since the question was accepted, or
   * cannot be read, is told of to the user and to the agent; the run goes on.
   * @throws AppError DEPENDENCY_UNAVAILABLE when a store is away; the signal's reason
   */
  async read(
    { userId, language, options: { files = [] } }: Pick<RunEntity, 'userId' | 'language' | 'options'>,
    emit: (event: RunEventBody) => void,
    signal: AbortSignal,
  ): Promise<readonly Attachment[]> {
    if (files.length === 0) return [];
    const names = files.map(({ name }) => name).join(language === 'zh' ? '、' : ', ');
    emit({ type: 'thinking', content: say(READING, language, { names }) });
    const limit = AbortSignal.timeout(TIME_LIMIT);
    const read: Attachment[] = [];
    for (const file of files) {
      const attachment = await this.readOne(userId, file, signal, limit);
      read.push(attachment);
      const { problem, name } = attachment;
      if (problem) emit({ type: 'thinking', content: say(ATTACHMENT_PROBLEMS[problem], language, { name }) });
    }
    return shareOut(read, BUDGET);
  }

  private async readOne(
    userId: string,
    { file_id: fileId, name, media_type: mediaType, url }: AttachedFile,
    signal: AbortSignal,
    limit: AbortSignal,
  ): Promise<Attachment> {
    const attachment = { fileId, name, mediaType, url, readAt: timestamp() };
    const either = AbortSignal.any([signal, limit]);
    try {
      const reading = this.files.get(userId, fileId).then((file) => this.reader.read(file, either));
      return { ...attachment, ...(await rejectOnAbort(reading, either)) };
    } catch (error) {
      signal.throwIfAborted();
      const problem = limit.aborted ? 'too_slow' : problemOf(error);
      if (problem === undefined) throw error;
      return { ...attachment, text: '', truncated: false, problem };
    }
  }
}

function problemOf(error: unknown): AttachmentProblem | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (error.kind === StorageErrors.FILE_NOT_FOUND) return 'deleted';
  return error.kind === StorageErrors.FILE_NOT_READABLE ? 'unreadable' : undefined;
}
