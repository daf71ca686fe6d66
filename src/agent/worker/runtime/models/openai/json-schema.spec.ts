import { Type } from '@google/genai';
import { toJsonSchema } from './json-schema.js';

describe('toJsonSchema', () => {
  it('should write Gemini’s schema as JSON Schema', () => {
    const schema = {
      type: Type.OBJECT,
      properties: {
        name: { type: Type.STRING, minLength: '2', description: 'A name' },
        count: { type: Type.INTEGER, default: 5, minimum: 1 },
        years: { type: Type.ARRAY, maxItems: '3', items: { anyOf: [{ type: Type.STRING }, { type: Type.NUMBER }] } },
        note: { type: Type.STRING, nullable: true },
        flow: { type: Type.STRING, enum: ['X', 'M'] },
        either: { nullable: true, anyOf: [{ type: Type.STRING }] },
      },
      propertyOrdering: ['name', 'count'],
      required: ['name'],
    };
    expect(toJsonSchema(schema)).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 2, description: 'A name' },
        count: { type: 'integer', default: 5, minimum: 1 },
        years: { type: 'array', maxItems: 3, items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
        note: { type: ['string', 'null'] },
        flow: { type: 'string', enum: ['X', 'M'] },
        either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['name'],
    });
  });
});
