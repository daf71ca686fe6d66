import { type Schema } from '@google/genai';

/** Numbers that Gemini's schema writes as text. */
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'] as const;

/** Gemini's schema of a function's parameters as JSON Schema: small type names, `null` as a type, counts as numbers. */
export function toJsonSchema(schema: Schema): object {
  const { type, nullable, items, properties, anyOf, propertyOrdering: _, ...rest } = schema;
  const name = type?.toLowerCase();
  const counts = COUNTS.flatMap((key) => (rest[key] === undefined ? [] : [[key, Number(rest[key])] as const]));
  return {
    ...rest,
    ...Object.fromEntries(counts),
    ...(name !== undefined && { type: nullable ? [name, 'null'] : name }),
    ...(items && { items: toJsonSchema(items) }),
    ...(anyOf && {
      anyOf: [...anyOf.map(toJsonSchema), ...(nullable && name === undefined ? [{ type: 'null' }] : [])],
    }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, toJsonSchema(inner)])),
    }),
  };
}
