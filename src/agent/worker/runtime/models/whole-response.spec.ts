import { type LlmResponse } from '@google/adk';
import { asWholeResponse } from './whole-response.js';

const usage = { promptTokenCount: 1, totalTokenCount: 1 };

describe('asWholeResponse', () => {
  const collect = async (...responses: LlmResponse[]) => {
    async function* given() {
      yield* responses;
    }
    const collected: LlmResponse[] = [];
    for await (const response of asWholeResponse(given())) collected.push(response);
    return collected;
  };
  const model = (...parts: object[]) => ({ role: 'model', parts });

  it('should pass partial responses on and give everything else once, at the end', async () => {
    const partial = { partial: true, content: model({ text: 'Hm' }) };
    const call = (name: string) => ({ partial: false, content: model({ functionCall: { name } }) });
    expect(
      await collect(partial, { partial: false, content: model({ text: 'Hm' }) }, call('a'), call('b'), {
        usageMetadata: usage,
        finishReason: 'STOP' as never,
      }),
    ).toEqual([
      partial,
      {
        partial: false,
        content: model({ text: 'Hm' }, { functionCall: { name: 'a' } }, { functionCall: { name: 'b' } }),
        usageMetadata: usage,
        finishReason: 'STOP',
      },
    ]);
  });

  it('should give nothing when nothing comes', async () => expect(await collect()).toEqual([]));
});
