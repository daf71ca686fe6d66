/**
 * The environment as it was given to this process, for handing on to child processes. What TradeFlow itself is told stands
 * in `AppConfig`; nothing else is read from here.
 */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}
