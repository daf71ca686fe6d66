import { ConfigError, loadConfig } from './app-config.js';

const load = (environment: NodeJS.ProcessEnv) => loadConfig(environment).agent;
const issuesOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    return (error as ConfigError).issues;
  }
};
const PRODUCTION = {
  ENVIRONMENT: 'production',
  SECRET_KEY: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789',
  JWT_SECRET_KEY: '9876543210zYxWvUtSrQpOnMlKjIhGfEdCbA',
};

describe('the variables of the language models', () => {
  it.each([
    [{}, 'analyst'],
    [{ GOOGLE_ADK_API_KEY: 'key' }, 'gemini-2.5-flash'],
    [{ GOOGLE_ADK_API_KEY: 'key', AGENT_MODEL: 'analyst' }, 'analyst'],
    [{ AGENT_MODEL: 'openai:qwen3:8b', OPENAI_BASE_URL: 'http://localhost:11434/v1/' }, 'openai:qwen3:8b'],
  ])('should take %j to mean %s', (environment, model) => {
    expect(load(environment).model).toBe(model);
  });

  it('should take the address with or without a slash at its end', () => {
    expect(load({ OPENAI_BASE_URL: 'http://localhost:11434/v1/' }).openai.baseUrl).toBe('http://localhost:11434/v1');
  });

  it.each([
    [{ AGENT_MODEL: 'gpt-5' }, 'AGENT_MODEL: must be analyst, a gemini model, or openai:<model>'],
    [{ AGENT_MODEL: 'gemini-2.5-pro' }, 'AGENT_MODEL: names gemini-2.5-pro: set GOOGLE_ADK_API_KEY'],
    [
      { AGENT_MODEL: 'openai:gpt-5' },
      'AGENT_MODEL: names openai:gpt-5: set OPENAI_API_KEY, or OPENAI_BASE_URL of a server that needs no key',
    ],
    [
      { GOOGLE_ADK_API_KEY: 'key', AGENT_FALLBACK_MODELS: 'openai:gpt-5,analyst' },
      'AGENT_FALLBACK_MODELS: names openai:gpt-5: set OPENAI_API_KEY, or OPENAI_BASE_URL of a server that needs no key',
    ],
    [
      { ...PRODUCTION, OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'http://models.example.com/v1' },
      'OPENAI_BASE_URL: must be https in production where a key is sent to a public host',
    ],
  ])('should refuse %j', (environment, issue) => {
    expect(issuesOf(environment)).toEqual([issue]);
  });

  it.each([
    { AGENT_FALLBACK_MODELS: 'gemini-2.0-flash' },
    { ...PRODUCTION, OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'http://ollama:11434/v1' },
    { ...PRODUCTION, OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'https://models.example.com/v1' },
  ])('should accept %j', (environment) => {
    expect(issuesOf(environment)).toEqual([]);
  });
});
