import { projectFile } from '../architecture/support/project.js';

/** The fields of a JSON body. */
export interface BodySchema {
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, { readonly example?: unknown; readonly nullable?: boolean }>>;
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: { readonly example?: string };
}

/** One thing a client may ask for, as the contract in `openapi.json` has it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Undefined where it takes no JSON body. */
  readonly body: BodySchema | undefined;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, BodySchema>> };
}

interface DocumentedOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> };
}

const document = JSON.parse(projectFile('openapi.json')) as Document;

/** Everything a client may ask for. */
export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
    const name = requestBody?.content['application/json']?.schema.$ref.split('/').at(-1) ?? '';
    return { method, path, parameters, body: document.components.schemas[name] };
  }),
);

/** A body with what must be in it, as its examples have it. */
export function exampleOf({ required, properties }: BodySchema): Record<string, unknown> {
  const needed = Object.entries(properties).filter(([name]) => required?.includes(name));
  return Object.fromEntries(needed.map(([name, { example }]) => [name, example]));
}
