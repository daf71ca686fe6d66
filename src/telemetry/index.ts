export { AccessLog, type OpenRequests } from './access-log.js';
export { counter, histogram, metricsPage, watch, watchProcess } from './metrics.js';
export { annotateRequest, type RequestAnnotations } from './request-annotations.js';
export { type RequestFigures, RequestStatistics } from './request-statistics.js';
export { serveMetrics } from './serve-metrics.js';
export { annotateSpan, startTracing, traced, traceParent } from './tracing.js';
export { TelemetryModule, useStructuredLogs } from './telemetry.module.js';
