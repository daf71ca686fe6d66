import { findings, lookUpTool } from '../../../../../test/fakes/agent-on-model.js';
import { AgentOnGemini } from '../../../../../test/fakes/gemini/agent-on-gemini.js';
import { callReply, textReply } from '../../../../../test/fakes/gemini/gemini-replies.js';
import { MemoryArtifactStore } from '../../../../../test/fakes/memory-artifacts.js';
import { MemoryLedger } from '../../../../../test/fakes/memory-ledger.js';

const TRADE = { name: 'transfer_to_agent', args: { agentName: 'trade_specialist' } };
const CALL = { name: 'query_trade_statistics', args: { product: 'phones' } };

describe('the files of a tool', () => {
  let agent: AgentOnGemini;

  beforeEach(async () => {
    agent = await AgentOnGemini.start();
  });
  afterEach(() => agent.close());

  it('should tell of the files a tool saves, record them with the call and put them into the answer', async () => {
    const ledger = new MemoryLedger();
    const tool = lookUpTool(async (_input, { artifacts }) => {
      await artifacts.save({ name: 'rows.csv', mediaType: 'text/csv', bytes: Buffer.from('a,b\n') });
      return findings({});
    });
    const file = { file_id: 'file-1', name: 'rows.csv', media_type: 'text/csv', size: 4 };
    const url = '/api/v1/files/file-1/content';
    agent.gemini.replies(callReply([TRADE]), callReply([CALL]), textReply(['There it is.']));

    const { answer: given } = await agent.runtime([tool]).run(agent.request({ ledger }));

    expect(given.artifacts).toEqual([{ ...file, url }]);
    expect(agent.ofType('artifact')).toEqual([{ type: 'artifact', ...file, url }]);
    expect(ledger.recorded[0]?.findings.artifacts).toEqual(given.artifacts);
    const told = agent.gemini.requests[2]?.body.contents.at(-1)?.parts?.[0]?.functionResponse?.response;
    expect(told).toMatchObject({
      findings: { artifacts: [{ file_id: 'file-1' }] },
    });
  });

  it('should tell of the files an earlier attempt made, without making them again', async () => {
    const run = jest.fn();
    const file = { file_id: 'file-9', name: 'rows.csv', media_type: 'text/csv', size: 4, url: '/there' };
    const ledger = new MemoryLedger({ query_trade_statistics: { ...findings({}), artifacts: [file] } });
    agent.gemini.replies(callReply([TRADE]), callReply([CALL]), textReply(['There it is.']));

    const { answer: given } = await agent.runtime([lookUpTool(run)]).run(agent.request({ ledger }));

    expect(run).not.toHaveBeenCalled();
    expect(given.artifacts).toEqual([file]);
    expect(agent.ofType('artifact')).toEqual([{ type: 'artifact', ...file }]);
  });

  it('should name the files of a call by its effect and their number', async () => {
    const artifacts = new MemoryArtifactStore();
    const bytes = Buffer.from('a');
    const tool = lookUpTool(async (_input, call) => {
      for (const name of ['1.txt', '2.txt']) await call.artifacts.save({ name, mediaType: 'text/plain', bytes });
      return findings({});
    });
    agent.gemini.replies(callReply([TRADE]), callReply([CALL]), textReply(['Done.']));

    await agent.runtime([tool]).run(agent.request({ artifacts }));

    expect([...artifacts.kept.keys()]).toEqual(['query_trade_statistics-1-1', 'query_trade_statistics-1-2']);
  });
});
