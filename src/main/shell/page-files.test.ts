import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFrom, pageFile } from './page-files.ts';
import { contentSecurityPolicy } from './security-policy.ts';

describe('pageFile', () => {
  it('names the files of the page', () => {
    expect(pageFile('app://switchyard/')).toBe('index.html');
    expect(pageFile('app://switchyard/#/w/shop/board')).toBe('index.html');
    expect(pageFile('app://switchyard/assets/index-a1.js?v=1')).toBe('assets/index-a1.js');
    expect(pageFile('app://switchyard/a%20b.png')).toBe('a b.png');
  });

  it.each([
    'app://switchyard/../secret',
    'app://switchyard/assets/../../secret',
    'app://switchyard/%2e%2e/secret',
    'app://switchyard/..%2Fsecret',
    'app://switchyard/%2e%2e%5Csecret',
    'app://switchyard/a\\..\\secret',
    'app://switchyard/%00',
    'app://switchyard/%zz',
    'app://switchyard/C:/secret',
    'app://switchyard/.env',
    'app://other/index.html',
    'file:///etc/passwd',
  ])('refuses %s', (address) => {
    expect(pageFile(address)).toBeNull();
  });
});

describe('answerFrom', () => {
  let outside = '';
  let folder = '';
  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), 'switchyard-page-'));
    folder = join(outside, 'renderer');
    await mkdir(join(folder, 'assets'), { recursive: true });
    await writeFile(join(folder, 'index.html'), '<p>page</p>');
    await writeFile(join(folder, 'assets', 'a.js'), 'export {};');
    await writeFile(join(outside, 'secret'), 'secret');
  });
  afterAll(async () => {
    await rm(outside, { recursive: true, force: true });
  });

  const get = async (url: string, method = 'GET') => answerFrom(folder, { url, method });

  it('serves the page under its policy', async () => {
    const answer = await get('app://switchyard/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(await answer.text()).toBe('<p>page</p>');
  });

  it('serves scripts as scripts', async () => {
    const answer = await get('app://switchyard/assets/a.js');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('has nothing for what is missing, a folder, or outside of it', async () => {
    for (const path of ['none.js', 'assets', 'assets/', '../secret', '%2e%2e/secret']) {
      const answer = await get(`app://switchyard/${path}`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe('');
    }
  });

  it('takes nothing in', async () => {
    expect((await get('app://switchyard/', 'POST')).status).toBe(405);
  });
});
