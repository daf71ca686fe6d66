import { RunCharge } from './run-charge.js';

const usage = (input_tokens: number, output_tokens: number, model_calls: number, tool_calls: number) => ({
  input_tokens,
  output_tokens,
  total_tokens: input_tokens + output_tokens,
  model_calls,
  tool_calls,
});

describe('RunCharge', () => {
  it('should begin with nothing, or with what was charged before', () => {
    expect(new RunCharge(null).total).toEqual(usage(0, 0, 0, 0));
    expect(new RunCharge(usage(10, 5, 1, 0)).total).toEqual(usage(10, 5, 1, 0));
  });

  it('should add up tokens and model calls, and count a repeated tool call once', () => {
    const sut = new RunCharge(usage(10, 5, 1, 1));
    sut.add(usage(20, 2, 2, 1));
    sut.add(usage(1, 1, 1, 3));
    expect(sut.total).toEqual(usage(31, 8, 4, 3));
  });
});
