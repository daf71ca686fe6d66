import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionModule } from '../session/index.js';
import { AnswerCache } from './cache/answer-cache.js';
import { RunQueue } from './queue/run-queue.js';
import { RunCloser } from './runs/run-closer.js';
import { RunEntity } from './runs/run.entity.js';
import { RunsRepository } from './runs/runs.repository.js';
import { WorkerRegistry } from './runs/worker-registry.js';

/** What API and worker share: the records, the queue's producing half, the end of a run, who is at work. */
@Module({
  imports: [SessionModule, TypeOrmModule.forFeature([RunEntity])],
  providers: [AnswerCache, RunCloser, RunQueue, RunsRepository, WorkerRegistry],
  exports: [AnswerCache, RunCloser, RunQueue, RunsRepository, WorkerRegistry],
})
export class RunRecordsModule {}
