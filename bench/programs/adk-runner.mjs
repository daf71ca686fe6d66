// Google's ADK Runner by itself: one agent that has the tool, sessions in its own memory, and each piece an event. Nothing of ours is in it
// but the scripted model and its tool. Arguments as in bare-runs.mjs.
import { InMemorySessionService, LogLevel, Runner, setLogLevel, StreamingMode } from '@google/adk';
import { rootAgent } from './adk-direct-agent.mjs';
import { measureRuns } from './bare-runs.mjs';

const OWNER = { appName: 'bench', userId: 'user' };

setLogLevel(LogLevel.ERROR);
const sessionService = new InMemorySessionService();
const runner = new Runner({ appName: OWNER.appName, agent: rootAgent, sessionService });

await measureRuns(async (_number, message) => {
  const { id: sessionId } = await sessionService.createSession(OWNER);
  const newMessage = { role: 'user', parts: [{ text: message }] };
  const runConfig = { streamingMode: StreamingMode.SSE };
  let events = 0;
  for await (const _event of runner.runAsync({ userId: OWNER.userId, sessionId, newMessage, runConfig })) events += 1;
  if (events < 50) throw new Error(`The run had only ${events} events.`);
  await sessionService.deleteSession({ ...OWNER, sessionId });
});
