export { AccessLog, type OpenRequests } from './access-log.js';
export { annotateRequest, type RequestAnnotations } from './request-annotations.js';
export { type RequestFigures, RequestStatistics } from './request-statistics.js';
export { TelemetryModule, useStructuredLogs } from './telemetry.module.js';
