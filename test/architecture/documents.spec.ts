import { existsSync } from 'node:fs';
import path from 'node:path';
import { generatedFiles } from '../../scripts/docs/generated-files.js';
import { documentedVariables } from '../../src/config/index.js';
import { projectFile, projectFiles, ROOT } from './support/project.js';

describe('the documents', () => {
  const documents = [...projectFiles('docs', /\.md$/), 'README.md', 'README.zh-CN.md'].filter((file) =>
    existsSync(path.join(ROOT, file)),
  );

  it.each(['.env.example', 'docs/configuration.md', 'docs/errors.md'])(
    'should be as the code is: %s (npm run docs)',
    async (file) => {
      const generated = await generatedFiles();

      expect(projectFile(file)).toBe(generated.get(file));
    },
  );

  it.each(documents)('should link to what is there: %s', (document) => {
    const links = [...projectFile(document).matchAll(/\]\((?!https?:|#|mailto:|\/)([^)#\s]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const broken = links.filter((link) => !existsSync(path.join(ROOT, path.dirname(document), link)));

    expect(broken).toEqual([]);
  });

  it('should name no variable that does not exist, in the manual of variables itself', () => {
    const known = new Set(documentedVariables().map(({ name }) => name));
    const named = documentedVariables().flatMap(({ doc }) => doc.text.match(/\b[A-Z]{3,}(?:_[A-Z]+)+\b/g) ?? []);

    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('should explain every type of event in run-events.md, and no other', () => {
    const types = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map((match) => match[1]));
    const explained = types(projectFile('docs/run-events.md'), /^\| `(\w+)`/gm);
    const sent = types(projectFile('src/agent/events/run-event.ts'), /type: '(\w+)'/g);

    expect(explained).toEqual(new Set([...sent, 'gap', 'snapshot']));
  });

  it('should number the decisions without a hole', () => {
    const numbers = projectFiles('docs/decisions', /\.md$/).map((file) => path.basename(file).slice(0, 4));

    expect(numbers).toEqual(numbers.map((_number, index) => String(index + 1).padStart(4, '0')));
  });
});
