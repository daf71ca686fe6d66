import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionModule } from '../session/index.js';
import { AnswerCache } from './cache/answer-cache.js';
import { CapabilityBoard } from './capabilities/capability-board.js';
import { RunQueue } from './queue/run-queue.js';
import { RunDispatcher } from './queue/run-dispatcher.js';
import { CancelChannel } from './runs/cancel-channel.js';
import { RunCloser } from './runs/run-closer.js';
import { RunLines } from './runs/run-lines.js';
import { RunPace } from './runs/run-pace.js';
import { RunPositions } from './runs/run-positions.js';
import { RunEntity } from './runs/run.entity.js';
import { RunsRepository } from './runs/runs.repository.js';
import { WorkerRegistry } from './runs/worker-registry.js';

const SHARED = [
  AnswerCache,
  CancelChannel,
  CapabilityBoard,
  RunCloser,
  RunDispatcher,
  RunLines,
  RunPace,
  RunPositions,
  RunsRepository,
  WorkerRegistry,
];

/** What API and worker share: the records, the queue's producing half, the end of a run, who is at work. */
@Module({
  imports: [SessionModule, TypeOrmModule.forFeature([RunEntity])],
  providers: [...SHARED, RunQueue],
  exports: [...SHARED, RunQueue],
})
export class RunRecordsModule {}
