import { type FunctionDeclaration } from '@google/genai';

const declarations = new WeakMap<object, FunctionDeclaration>();

/**
 * What a model is told of a tool, derived once: it never changes, and deriving it from zod costs more than a tool call of the reference
 * data. Frozen, as all runs share it.
 * @param tool what the declaration is of, and lives as long as
 */
export function sharedDeclaration(tool: object, derive: () => FunctionDeclaration): FunctionDeclaration {
  const declaration = declarations.get(tool) ?? deepFreeze(derive());
  declarations.set(tool, declaration);
  // A copy of its own for the request: genai replaces `parameters` in it.
  return { ...declaration };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  return Object.freeze(value);
}
