import { FakeGemini } from '../gemini/fake-gemini.js';
import { ProductSite } from './product-site.js';
import { Scene, type SceneOptions } from './scene.js';

/**
 * The outer world of real workers: a Gemini and a shop, in which every question plays its own scene. Many scenes play at
 * the same time, in any number of processes.
 */
export class Stage {
  private constructor(
    private readonly scenes: Map<string, Scene>,
    private readonly gemini: FakeGemini,
    private readonly site: ProductSite,
  ) {}

  static async start(): Promise<Stage> {
    const scenes = new Map<string, Scene>();
    const site = await ProductSite.start(async (path, gone) =>
      scenes.get(path.split('/').at(-1) ?? '')?.readPage(gone),
    );
    const gemini = await FakeGemini.start();
    gemini.respond((request) => scenes.get(Scene.idIn(request.body) ?? '')?.reply(request));
    return new Stage(scenes, gemini, site);
  }

  /** What makes a worker play here. */
  get settings(): Readonly<Record<string, string>> {
    return {
      GOOGLE_ADK_API_KEY: 'key-of-the-stage',
      GOOGLE_ADK_BASE_URL: this.gemini.url,
      FETCH_ALLOW_PRIVATE_HOSTS: this.site.host,
    };
  }

  scene(options?: SceneOptions): Scene {
    const scene = new Scene(this.site.host, options);
    this.scenes.set(scene.id, scene);
    return scene;
  }

  async close(): Promise<void> {
    await Promise.all([this.gemini.close(), this.site.close()]);
  }
}
