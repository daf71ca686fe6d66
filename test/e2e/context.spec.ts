import { FakeGemini, type SeenRequest } from '../fakes/gemini/fake-gemini.js';
import { textReply } from '../fakes/gemini/gemini-replies.js';
import { type ApiClient, registerUser } from '../support/api-client.js';
import { OwnSystem } from '../support/own-system.js';

const SESSIONS = 6;
const QUESTIONS = 4;

/** The first question of a conversation is answered without a look at its history: it must be the first. */
describe('what the agent knows of a conversation', () => {
  let gemini: FakeGemini;
  let system: OwnSystem;
  let user: ApiClient;
  /** All that the model was shown with a question, by the question. */
  const shown = new Map<string, string[]>();

  beforeAll(async () => {
    gemini = await FakeGemini.start();
    gemini.respond(({ body }: SeenRequest) => {
      const texts = body.contents.flatMap(({ parts }) => parts?.map(({ text }) => text ?? '') ?? []);
      const question = texts.at(-1) ?? '';
      shown.set(question, texts.slice(0, -1));
      return textReply([`Answer to ${question}`]);
    });
    system = await OwnSystem.start({
      GOOGLE_ADK_API_KEY: 'any-key',
      GOOGLE_ADK_BASE_URL: gemini.url,
      // No run waits for a place: each gets its job from the one before it in its session.
      AGENT_MAX_CONCURRENT_RUNS_PER_USER: '50',
    });
    user = system.api.as(await registerUser(system.api));
  });
  afterAll(async () => {
    await system.stop();
    await gemini.close();
  });

  it('should be all that was said before, though the questions of a new conversation come in the same moment', async () => {
    const asked = Array.from({ length: SESSIONS * QUESTIONS }, (_, number) =>
      user.ask(`question ${number}`, { session_id: `s${number % SESSIONS}`, cache: false }),
    );
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(asked.length).fill(200));

    for (let session = 0; session < SESSIONS; session += 1) {
      const { json } = await user.get(`/chat/sessions/s${session}/messages`);
      const said = json.items.map(({ content }: { content: string }) => content).reverse() as string[];
      expect(said).toHaveLength(2 * QUESTIONS);
      for (let turn = 0; turn < QUESTIONS; turn += 1) {
        expect(shown.get(said[2 * turn] ?? '')).toEqual(expect.arrayContaining(said.slice(0, 2 * turn)));
        if (turn === 0) expect(shown.get(said[0] ?? '')).not.toEqual(expect.arrayContaining(said.slice(2)));
      }
    }
  });
});
