import { type BaseLlm } from '@google/adk';
import { type GenerateContentConfig } from '@google/genai';

/** A model ready to answer. */
export interface AgentModel {
  /** As the user sees it, e.g. `gemini-2.5-flash` or `analyst`. */
  readonly name: string;
  /** Grows when the model's own rules change; for a remote model its name says enough. */
  readonly version: number;
  readonly llm: BaseLlm;
  /** How it is asked to generate. */
  readonly generation: GenerateContentConfig;
  /**
   * What it may say in numbers without a tool, since its rules hold it with its source: how many countries a region has. Nothing of
   * a model that learned what it knows.
   */
  readonly knowledge?: readonly string[];
  /** Loads what is slow to load, without a call that costs anything. */
  readonly warmUp: () => Promise<void>;
}
