import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RedisConnections } from '../../cache/index.js';
import { SECOND } from '../../common/clock.js';

/** How often a worker says what its agent can use, and how long it is believed. */
export const REPORT_EVERY = 10 * SECOND;
const BELIEVED_FOR = 6 * REPORT_EVERY;

const text = z.object({ zh: z.string(), en: z.string() });
const capabilitiesSchema = z.object({
  reported_at: z.iso.datetime(),
  tools: z.array(z.object({ name: z.string(), description: z.string(), activity: text, version: z.number() })),
  // A worker of an older version, during an upgrade, says nothing of them.
  models: z
    .array(
      z.object({
        name: z.string(),
        role: z.enum(['preferred', 'stand_in']).nullable(),
        state: z.enum(['up', 'open', 'off']),
        needs: z.string().nullable(),
      }),
    )
    .default([]),
  providers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(['up', 'limited', 'open', 'offline', 'off_without_key']),
      terms: z.string().nullable(),
      needs: z.string().nullable(),
    }),
  ),
});

/** What the agent can use right now, as a worker reported it. */
export type Capabilities = z.output<typeof capabilitiesSchema>;

/** Where workers say what their agent can use. Kept in Redis, as the API process loads no agent code. */
@Injectable()
export class CapabilityBoard {
  constructor(private readonly redis: RedisConnections) {}

  async report(capabilities: Capabilities): Promise<void> {
    await this.redis.commands.set(this.key, JSON.stringify(capabilities), 'PX', BELIEVED_FOR);
  }

  /** The newest report; undefined while no worker is there. */
  async read(): Promise<Capabilities | undefined> {
    const stored = await this.redis.commands.get(this.key);
    return stored === null ? undefined : capabilitiesSchema.safeParse(JSON.parse(stored)).data;
  }

  private get key(): string {
    return this.redis.key('agent-capabilities');
  }
}
