import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from './mask-secrets.ts';
import { secretsOfEnvFile, secretValues } from './secret-names.ts';

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

describe('what programs, services and shells call their secrets', () => {
  const webhook = joined(
    'https://hooks.slack',
    '.com/services/T0AAAAAAA/B0BBBBBBB/cccccccccccccccccccccccc',
  );
  it.each([
    ['PGPASSWORD=x1', 'PGPASSWORD=[masked]'],
    ['MYSQL_PWD=swordfish', 'MYSQL_PWD=[masked]'],
    ['export DB_PASS=swordfish', 'export DB_PASS=[masked]'],
    ['GITLAB_PAT: swordfish', 'GITLAB_PAT: [masked]'],
    ['SIGNING_KEY="swordfish"', 'SIGNING_KEY="[masked]"'],
    ['stripe_key=abcdef0123456789', 'stripe_key=[masked]'],
    [`posted to ${webhook}.`, `posted to https://hooks.slack.com/services/[masked].`],
    [
      joined('https://discord', '.com/api/webhooks/1234567890/abcdefghijklmnop'),
      'https://discord.com/api/webhooks/[masked]',
    ],
    [
      joined(
        'https://acme.webhook',
        '.office.com/webhookb2/0a1b2c3d-1111@2222/IncomingWebhook/33/44',
      ),
      'https://acme.webhook.office.com/webhookb2/[masked]',
    ],
    ['redis://:s3cret@cache:6379/0', 'redis://:[masked]@cache:6379/0'],
    ['mysql://app:p@ss@db/x', 'mysql://app:[masked]@db/x'],
    ['amqps://me:s3cret@host', 'amqps://me:[masked]@host'],
    ['https://0123456789abcdefghij@host/x', 'https://[masked]@host/x'],
    ['GET /x?sig=abcdef012345&y=1', 'GET /x?sig=[masked]&y=1'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [masked]'],
    ['authorization: token abcdefgh', 'authorization: token [masked]'],
    ['X-Api-Key: abcdefgh', 'X-Api-Key: [masked]'],
    ['Cookie: session=abcdefgh', 'Cookie: [masked]'],
    ['curl -s -u me:s3cret https://host', 'curl -s -u me:[masked] https://host'],
    ['Server=db;Uid=app;Password=s3cret;', 'Server=db;Uid=app;Password=[masked];'],
  ])('masks %j', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
    expect(maskSecrets(expected)).toBe(expected);
  });

  it.each([
    'docker run -u 1000:1000 image',
    'npm view http://localhost:4873/@scope/name',
    'PRIMARY_KEY=user_id_number_1',
    'cache_key = compute(input)',
    'const authorization = request.headers.authorization;',
    'PWD=/home/me OLDPWD=/tmp',
    'TESTS_PASS=12 passed',
    'SSH_KEY=~/.ssh/id_ed25519',
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    '/home/me/project/node_modules/.bin/tsc: exit code 1',
    'integrity sha512-h1lQVFxDmlbKJAtQKjWc0xPgvW5jXK2l1ZQ0Lk8u8gqVQ==',
    'sort_key=name, primary_key=True',
    'true false null 12345678 1.2.3-beta.4',
    'see https://example.org/path?page=2&sort=name#top',
  ])('leaves %j alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

describe('a secret that something has cut', () => {
  const known = 'Correct-Horse-42';

  it('is found over line breaks, indented or not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: known.length - 1 }),
        fc.constantFrom('\n', '\r\n', '\n    ', ' \n\t'),
        (cut, gap) => {
          const text = `a ${known.slice(0, cut)}${gap}${known.slice(cut)} b`;
          expect(maskSecrets(text, [known])).toBe('a [masked] b');
        },
      ),
    );
    const token = secrets['a GitHub token']!.slice(0, 40);
    expect(maskSecrets(`a ${token.slice(0, 17)}\n${token.slice(17)} b`)).toBe('a [masked] b');
    const long = joined('sk-', 'ant-api03-', 'aB3dE5fG7h'.repeat(9));
    const wrapped = `key ${long.slice(0, 76)}\n${long.slice(76)}\nnext`;
    expect(maskSecrets(wrapped)).toBe('key [masked]\nnext');
  });

  it('is found between the colours of a terminal, and without them nothing is lost', () => {
    const coloured = `a \u001B[31m${known.slice(0, 5)}\u001B[0m${known.slice(5)} b`;
    expect(maskSecrets(coloured, [known])).toBe('a [masked] b');
    const harmless = '\u001B[31mred\u001B[0m';
    expect(maskSecrets(harmless, [known])).toBe(harmless);
  });

  it('takes no line with it that stands below', () => {
    const token = secrets['a GitHub token']!.slice(0, 40);
    expect(maskSecrets(`GITHUB_TOKEN=${token}\nPATH=/usr/bin`)).toBe(
      'GITHUB_TOKEN=[masked]\nPATH=/usr/bin',
    );
  });
});

describe('ordinary text', () => {
  it('stays: hashes, ids, words, numbers, paths, in any order', () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    const piece = fc.oneof(
      hex(40),
      hex(64),
      fc.uuid(),
      word,
      fc.integer().map(String),
      fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}.ts`),
      fc.constantFrom(
        'true',
        'ok',
        'src/a.ts:3:9',
        'v1.2.3',
        'epic/auth-7f3',
        'TASK-12',
        '2026-11-30T13:05:00Z',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom(' ', '\n', ', '), (pieces, gap) => {
        const text = pieces.join(gap);
        expect(maskSecrets(text)).toBe(text);
      }),
    );
  });
});

describe('the time that masking takes', () => {
  it.each([
    'password',
    'https://',
    ' \n',
    'ghp_',
    'A\n',
    '\u001B]',
    'x_key=',
    'curl ',
    '-----BEGIN PRIVATE KEY-----',
    'eyJaaaaaaaa.',
  ])('grows with the text and no faster: %j', (unit) => {
    const known = Array.from({ length: 50 }, (_one, index) => `known-value-${index}`);
    const time = (length: number): number => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const started = performance.now();
      maskSecrets(text, known);
      return performance.now() - started;
    };
    time(64 * 1024);
    const [small, large] = [time(1024 ** 2), time(4 * 1024 ** 2)];
    // Four times the text; the rest is for a machine that has more to do.
    expect(large).toBeLessThan(small * 12 + 500);
    expect(large).toBeLessThan(20_000);
  });
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
        SSHPASS: 'abcdefgh4',
        MYSQL_PWD: 'abcdefgh5',
        GITLAB_PAT: 'abcdefgh6',
        npmAuthToken: 'abcdefgh7',
        DATABASE_URL: 'postgres://app:abcdefgh8@db/x',
        PWD: '/home/me/abcdefgh9',
        SIGNING_KEY: '/home/me/key.pem',
        DB_PASSWORD: 'postgres',
        SOME_KEY: 'true',
        NPM_TOKEN: undefined,
      }),
    ).toEqual([
      'abcdefgh1',
      'abcdefgh2',
      'abcdefgh3',
      'abcdefgh4',
      'abcdefgh5',
      'abcdefgh6',
      'abcdefgh7',
      'abcdefgh8',
      'abcdefgh8',
    ]);
  });
});

describe('secretsOfEnvFile', () => {
  it('learns what is secret in it, and nothing that is said in the open', () => {
    const text = [
      '# comment',
      'DB_HOST=db.example.com',
      'PORT=3000',
      'NODE_ENV=development',
      'AWS_REGION=us-east-1',
      'FEATURES=alpha,beta',
      'HOME_PAGE=https://example.org/start',
      'CACHE_DIR=/var/cache/app12345',
      'export DB_PASSWORD="Tr0ub4dor&3"  # the old one',
      'API=k9f8j2h4g6d8s0a1',
      'DATABASE_URL=postgres://app:s3cretpass@db:5432/x',
      'MULTI="-----BEGIN X-----\nMIIEowIBAAKCAQEA0123456789\n-----END X-----"',
    ].join('\n');
    const found = secretsOfEnvFile(text);
    expect(found).toEqual(
      expect.arrayContaining(['Tr0ub4dor&3', 'k9f8j2h4g6d8s0a1', 's3cretpass']),
    );
    for (const open of ['db.example.com', '3000', 'development', 'us-east-1', 'alpha,beta']) {
      expect(found).not.toContain(open);
    }
    expect(found.filter((one) => /^(?:https:|\/)/.test(one))).toEqual([]);
  });

  it('takes any text, in time', () => {
    fc.assert(fc.property(fc.string(), (text) => void secretsOfEnvFile(text)));
    const started = performance.now();
    for (const unit of ['A=', 'A="', ' ', 'A', "A='\n"]) secretsOfEnvFile(unit.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
