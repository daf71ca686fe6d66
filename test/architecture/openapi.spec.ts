import SwaggerParser from '@apidevtools/swagger-parser';
import { projectFile } from './support/project.js';

interface Schema {
  readonly description?: string;
  readonly example?: unknown;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A field whose parts are described where they are defined needs no example of its own. */
const isComposed = (schema: Schema): boolean =>
  schema.$ref !== undefined || schema.allOf !== undefined || (schema.items !== undefined && isComposed(schema.items));

describe('openapi.json', () => {
  const document = JSON.parse(projectFile('openapi.json')) as Document;
  const fields = Object.entries(document.components.schemas).flatMap(([dto, { properties = {} }]) =>
    Object.entries(properties).map(([field, schema]) => ({ name: `${dto}.${field}`, schema })),
  );
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it('should be valid OpenAPI 3', async () => {
    await expect(SwaggerParser.validate(JSON.parse(projectFile('openapi.json')))).resolves.toBeDefined();
  });

  it('should describe every field of every DTO', () => {
    expect(fields.filter(({ schema }) => !schema.description).map(({ name }) => name)).toEqual([]);
  });

  // The plugin drops the example of a text with spaces unless it stands in quotes: @example 'two words'
  it('should give an example of every field of every DTO', () => {
    const bare = fields.filter(({ schema }) => schema.example === undefined && !isComposed(schema));

    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('should say what every operation and every parameter is for', () => {
    const mute = operations.flatMap(({ operationId, summary, parameters = [] }) => [
      ...(summary ? [] : [operationId]),
      ...parameters.filter(({ description }) => !description).map(({ name }) => `${operationId}(${name})`),
    ]);

    expect(mute).toEqual([]);
  });

  it('should name every operation once and tell of its errors', () => {
    const names = operations.map(({ operationId }) => operationId);

    expect(new Set(names).size).toBe(names.length);
    expect(operations.filter(({ responses }) => !('default' in responses))).toEqual([]);
  });
});
