import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, files, root, textOf } from './source-files.ts';

/** What `playwright test --list --reporter=json` tells, as far as it is read here. */
interface ListedSuite {
  readonly suites?: readonly ListedSuite[];
  readonly specs?: readonly { readonly file: string; readonly title: string }[];
}
interface Listing {
  readonly config: { readonly rootDir: string };
  readonly suites: readonly ListedSuite[];
}

/** Stories that a project would run, as `file: title`, sorted. */
function storiesOf(config: string): readonly string[] {
  const program = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const listed = execFileSync(
    process.execPath,
    [program, 'test', '--list', '--reporter=json', '--config', join(root, config)],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const { config: told, suites }: Listing = JSON.parse(listed);
  const inside = (suite: ListedSuite): readonly string[] => [
    ...(suite.specs ?? []).map(({ file, title }) => `${join(told.rootDir, file)}: ${title}`),
    ...(suite.suites ?? []).flatMap(inside),
  ];
  return suites
    .flatMap(inside)
    .map((story) => story.slice(root.length + 1))
    .toSorted();
}

const specs = files.filter((file) => file.endsWith('.spec.ts'));
/** Stories for every host. */
const shared = /^test\/e2e\/[^/]+\.spec\.ts/;
/** Stories that only `serve` can show. */
const served = /^test\/e2e\/served\//;
/** Stories of the window and the program around the page. */
const desktop = /^test\/desktop\//;

describe('the stories', () => {
  let inBrowser: readonly string[] = [];
  let onDesktop: readonly string[] = [];
  beforeAll(() => {
    inBrowser = storiesOf('playwright.config.ts');
    onDesktop = storiesOf('playwright.desktop.config.ts');
  }, 60_000);

  it('of every host are the same in the browser and on the desktop', () => {
    const common = inBrowser.filter((story) => shared.test(story));
    expect(onDesktop.filter((story) => shared.test(story))).toEqual(common);
    expect(new Set(common.map((story) => story.split(': ')[0]))).toEqual(
      new Set(specs.filter((file) => shared.test(file))),
    );
  });

  it('of one host are those of its folder, and no others', () => {
    const filesOf = (stories: readonly string[]): readonly string[] => [
      ...new Set(
        stories.filter((story) => !shared.test(story)).map((story) => story.split(': ')[0] ?? ''),
      ),
    ];
    expect(filesOf(inBrowser)).toEqual(specs.filter((file) => served.test(file)));
    expect(filesOf(onDesktop)).toEqual(specs.filter((file) => desktop.test(file)));
    expect(
      specs.filter((file) => ![shared, served, desktop].some((one) => one.test(file))),
    ).toEqual([]);
  });

  it('of every host do not know which one it is', () => {
    const knowing = /\bhostName\b|\bchromium\b|\bserved\b|\belectron\b|\bbrowser\b/i;
    const found = specs.filter((file) => shared.test(file) && knowing.test(codeOf(file)));
    expect(found).toEqual([]);
  });

  it('of serve alone say why', () => {
    const silent = specs.filter(
      (file) => served.test(file) && !textOf(file).includes('Only with serve:'),
    );
    expect(silent).toEqual([]);
  });
});
