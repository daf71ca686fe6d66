export { AppConfig, ConfigError, loadConfig } from './app-config.js';
export { ConfigModule } from './config.module.js';
export { inheritedEnvironment } from './inherited-environment.js';
export { documentedVariables } from './environment.schema.js';
export { type VariableDoc } from './variable-shapes.js';
export { keepTextsOutOfSpans } from './keep-texts-out-of-spans.js';
