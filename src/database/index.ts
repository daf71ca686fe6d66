export { COMMIT_LAZILY } from './commit-lazily.js';
export { DatabaseModule } from './database.module.js';
export { migrate } from './migrate.js';
export { MongoDatabase } from './mongo-database.js';
export { connectMongo } from './mongo-options.js';
export { postgresOptions } from './postgres-options.js';
export { type BatchableStatement, StatementBatch } from './statement-batch.js';
export { NO_LOCK_LIMIT, recordSet, type StatementPart } from './record-set.js';
export { storableJson } from './storable-json.js';
