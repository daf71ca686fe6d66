export { AgentApi } from './agent-api.js';
export { AnswerCache } from './cache/answer-cache.js';
export { ApiAnswerResponse } from './api-answer-response.decorator.js';
export { AgentModule } from './agent.module.js';
export {
  ArtifactDto,
  FileReferenceDto,
  GroundingDto,
  SourceDto,
  ToolCallDto,
  UsageDto,
} from './dto/answer-parts.dto.js';
export { AskDto, SESSION_ID, SESSION_ID_RULE } from './dto/ask.dto.js';
export { RunRecordsModule } from './run-records.module.js';
export { RunCancellation } from './runs/run-cancellation.js';
export { RunsService } from './runs/runs.service.js';
export { type WorkerBeat, WorkerRegistry } from './runs/worker-registry.js';
