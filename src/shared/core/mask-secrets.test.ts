import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets, secretValues } from './mask-secrets.ts';

/** Joined at run time so that no scanner takes this file for a leak. */
const joined = (...parts: string[]): string => parts.join('');

const secrets: Readonly<Record<string, string>> = {
  'an OpenAI key': joined('sk-', 'proj-aB3dE5fG7hJ9kL1mN3pQ5rS7'),
  'an Anthropic key': joined('sk-', 'ant-api03-aB3dE5fG7hJ9kL1mN3pQ5rS7'),
  'a GitHub token': joined('ghp', '_0123456789abcdefABCDEF0123456789abcd'),
  'a GitHub fine-grained token': joined('github', '_pat_11ABCDEFG0123456789_abcdefghijklm'),
  'a GitLab token': joined('glpat', '-abcdefghij0123456789'),
  'an npm token': joined('npm', '_0123456789abcdefABCDEF0123456789abcd'),
  'an AWS key id': joined('AKIA', 'IOSFODNN7EXAMPLE'),
  'a Google key': joined('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'),
  'a Slack token': joined('xoxb', '-123456789012-abcdefghijkl'),
  'a Stripe key': joined('sk', '_live_0123456789abcdef'),
  'a JSON Web Token': joined('eyJ', 'hbGciOiJIUzI1NiJ9.eyJ', 'zdWIiOiIxMjM0In0.dBjftJeZ4CVP'),
  'a private key': joined(
    '-----BEGIN RSA ',
    'PRIVATE KEY-----\nMIIEow\nabc+/=\n-----END RSA ',
    'PRIVATE KEY-----',
  ),
};

describe('maskSecrets', () => {
  it.each(Object.entries(secrets))('masks %s', (_name, secret) => {
    expect(maskSecrets(`before ${secret} after`)).toBe('before [masked] after');
  });

  it.each([
    ['password=hunter2', 'password=[masked]'],
    ['DB_PASSWORD=x', 'DB_PASSWORD=[masked]'],
    ['password: swordfish\nnext', 'password: [masked]\nnext'],
    ['{"api_key": "abcdef"}', '{"api_key": "[masked]"}'],
    [String.raw`{\"token\":\"abcdef\"}`, String.raw`{\"token\":\"[masked]\"}`],
    ["secret: 'a b c'", "secret: '[masked]'"],
    ['token: 0a1b2c3d4e5f6071', 'token: [masked]'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG', 'AWS_SECRET_ACCESS_KEY=[masked]'],
    ['curl --token abcdef123 url', 'curl --token [masked] url'],
    ['Authorization: Bearer abcdef0123456789abcdef', 'Authorization: Bearer [masked]'],
    ['git clone https://me:s3cret@host/x.git', 'git clone https://me:[masked]@host/x.git'],
    ['postgres://app:p%40ss@db:5432/x', 'postgres://app:[masked]@db:5432/x'],
  ])('masks the value in %j', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
  });

  it('masks a private key whose end was cut off', () => {
    const cut = secrets['a private key']!.slice(0, 45);
    expect(maskSecrets(cut)).toBe('[masked]');
  });

  it.each([
    'commit 8f3b2a1c9d0e4f5a6b7c8d9e0f1a2b3c4d5e6f70',
    'tree 9c1185a5c5e9fc54612808977ee8f548b2258d31 is clean',
    'interface Login { password: string; token: string }',
    'src/auth.ts(3,9): error TS2322: token: Type is not assignable',
    'const token = readToken(request);',
    'password=readPassword()',
    'const token = tokens[1234567890123];',
    'Password: must be at least 8 characters',
    'used 1200 tokens; max_tokens: 4096',
    'see https://example.org:8080/path and git@github.com:owner/repo.git',
    'PWD=/home/someone/project',
    'password=$DB_PASSWORD',
    'sk-learn-compatible-estimator-wrapper',
  ])('leaves %j alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('masks known values, the longest first, and ignores short ones', () => {
    expect(
      maskSecrets('a correcthorse-battery b correcthorse c no', [
        'correcthorse',
        'correcthorse-battery',
        'no',
      ]),
    ).toBe('a [masked] b [masked] c no');
  });

  it('never masks a git hash', () => {
    const hash = fc.stringMatching(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
    fc.assert(
      fc.property(hash, (text) => {
        expect(maskSecrets(`HEAD is now at ${text}`)).toBe(`HEAD is now at ${text}`);
      }),
    );
  });

  it('hides each secret wherever it stands, and masking again changes nothing', () => {
    const secret = fc.constantFrom(...Object.values(secrets));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        const once = maskSecrets(`${before} ${value} ${after}`);
        expect(once).not.toContain(value);
        expect(maskSecrets(once)).toBe(once);
      }),
    );
  });

  it('takes linear time for long hostile texts', () => {
    const pieces = [
      'sk-',
      'eyJaaaaaaaa.',
      'eyJ',
      'xoxb-',
      'ghp_',
      '://',
      'a:',
      '@',
      '-',
      '--a-',
      '-----BEGIN PRIVATE KEY-----',
      'password',
      '= ',
      '\\"',
      'token:',
      'Bearer ',
      ' ',
      '\n',
      'A',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, (chosen) => {
        const unit = chosen.join('');
        const long = unit.repeat(Math.ceil(200_000 / unit.length));
        const started = performance.now();
        maskSecrets(long);
        expect(performance.now() - started).toBeLessThan(2_000);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('secretValues', () => {
  it('takes the values of variables whose names look secret', () => {
    expect(
      secretValues({
        GITHUB_TOKEN: 'abcdefgh1',
        db_password: 'abcdefgh2',
        OPENAI_API_KEY: 'abcdefgh3',
        PATH: '/usr/bin:/bin',
        SSH_AUTH_SOCK: '/run/agent.sock',
        CI_TOKEN: 'short',
        NPM_TOKEN: undefined,
      }),
    ).toEqual(['abcdefgh1', 'abcdefgh2', 'abcdefgh3']);
  });
});
