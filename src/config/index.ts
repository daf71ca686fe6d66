export { AppConfig, ConfigError, loadConfig } from './app-config.js';
export { ConfigModule } from './config.module.js';
export { inheritedEnvironment } from './inherited-environment.js';
export { documentedVariables, type VariableDoc } from './environment.schema.js';
