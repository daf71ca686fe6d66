import { BaseLlm, InMemoryRunner, LlmAgent, type LlmRequest, type LlmResponse } from '@google/adk';
import { type FunctionDeclaration } from '@google/genai';
import { TRANSFER_TOOL } from './specialists.js';
import { withSharedTransfer } from './transfer-processor.js';

/** Hands over to the specialist, who answers; keeps what it was asked. */
class Listener extends BaseLlm {
  readonly requests: LlmRequest[] = [];

  constructor() {
    super({ model: 'listener' });
  }

  async *generateContentAsync(request: LlmRequest): AsyncGenerator<LlmResponse, void> {
    const first = this.requests.push(request) === 1;
    const transfer = { functionCall: { id: 'call', name: TRANSFER_TOOL, args: { agentName: 'specialist' } } };
    yield { content: { role: 'model', parts: [first ? transfer : { text: 'Done.' }] } };
  }

  connect(): Promise<never> {
    return Promise.reject(new Error('Live connections are not used.'));
  }
}

async function requestsOf(finish: (agent: LlmAgent) => LlmAgent): Promise<LlmRequest[]> {
  const model = new Listener();
  const [specialist, other] = ['specialist', 'other'].map((name) =>
    finish(new LlmAgent({ name, model, description: `The ${name}.` })),
  );
  const agent = finish(new LlmAgent({ name: 'receiver', model, subAgents: [specialist!, other!] }));
  const newMessage = { role: 'user', parts: [{ text: 'Exports?' }] };
  for await (const event of new InMemoryRunner({ agent }).runEphemeral({ userId: 'somebody', newMessage }))
    expect(event.errorCode).toBeUndefined();
  return model.requests;
}

const declarationIn = ({ config }: LlmRequest): FunctionDeclaration | undefined =>
  (config?.tools as { functionDeclarations: FunctionDeclaration[] }[] | undefined)?.[0]?.functionDeclarations[0];

describe('withSharedTransfer', () => {
  it('should let models be asked exactly as ADK asks them', async () => {
    const asked = await requestsOf(withSharedTransfer);

    expect(asked).toHaveLength(2);
    const plain = (requests: readonly LlmRequest[]) => requests.map(({ contents, config }) => ({ contents, config }));
    expect(plain(asked)).toEqual(plain(await requestsOf((agent) => agent)));
    expect(declarationIn(asked[0]!)).toMatchObject({ name: TRANSFER_TOOL, parameters: { required: ['agentName'] } });
  });

  it('should derive the declaration once, and give every request its own copy', async () => {
    const [first, second] = (await requestsOf(withSharedTransfer)).map(declarationIn);

    expect(second?.parameters).toBe(first?.parameters);
    expect(second).not.toBe(first);
  });
});
