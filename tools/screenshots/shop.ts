import { writeFileSync } from 'node:fs';
import type { ServedApp } from '../../test/e2e/served-app.ts';

/** The workspace of the pictures: a small shop, with work in every state. */
export const shopFiles: Readonly<Record<string, string>> = {
  'README.md': '# Shop\n\nA small shop: a catalogue, a basket and accounts.\n',
  'package.json': '{ "name": "shop", "type": "module", "scripts": { "test": "node --test" } }\n',
  // A check that runs no test is no pass, so there is one from the beginning.
  'test/shop.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRight, seal } from '../src/accounts/passwords.js';

test('a password opens its account', () => {
  assert.equal(isRight('correct horse', seal('correct horse')), true);
});
`,
  'src/accounts/passwords.js': `import { createHash } from 'node:crypto';

/** What is stored of a password. */
export function seal(password) {
  return createHash('sha1').update(password).digest('hex');
}

export function isRight(password, stored) {
  return seal(password) === stored;
}
`,
};

export const shopConfig = {
  commands: { test: 'node --test' },
  workflow: { max_parallel_tasks: 4, redispatch_limit: 0 },
} as const;

const passwords = `import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const saltBytes = 16;
const keyBytes = 32;

/** What is stored of a password: a salt of its own, and the key that scrypt makes of both. */
export function seal(password) {
  const salt = randomBytes(saltBytes);
  return [salt, keyOf(password, salt)].map((part) => part.toString('base64url')).join('.');
}

/** Compares in a time that does not depend on where the keys differ. */
export function isRight(password, stored) {
  const [salt, key] = stored.split('.').map((part) => Buffer.from(part, 'base64url'));
  return timingSafeEqual(keyOf(password, salt), key);
}

function keyOf(password, salt) {
  return scryptSync(password, salt, keyBytes);
}
`;

const passwordsTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRight, seal } from '../src/accounts/passwords.js';

test('the same password is sealed differently each time', () => {
  assert.notEqual(seal('correct horse'), seal('correct horse'));
});

test('only the right password is accepted', () => {
  const stored = seal('correct horse');
  assert.equal(isRight('correct horse', stored), true);
  assert.equal(isRight('battery staple', stored), false);
});
`;

function writing(path: string, text: string): string {
  return `mkdir -p $(dirname ${path})\ncat > ${path} <<'EOF'\n${text}EOF\necho 'writing ${path}'`;
}

/** Prints lines as an agent at work does, until the pictures are taken. */
function working(app: ServedApp, lines: readonly string[]): string {
  const said = lines.map((line) => `printf '%s\\n' '${line}'; sleep 0.3`).join('\n');
  return `${said}\n${app.until('taken')}`;
}

const tests = [
  '\u001b[1m▶ Reading src/catalogue and its tests\u001b[0m',
  '  src/catalogue/products.js   118 lines',
  '  src/catalogue/prices.js      64 lines',
  '\u001b[1m▶ Writing test/cache.test.js\u001b[0m',
  '\u001b[1m▶ node --test test/cache.test.js\u001b[0m',
  '\u001b[31m✖ a product is read from the disk once (3.1ms)\u001b[0m',
  '\u001b[32m✔ a changed product is read again (1.4ms)\u001b[0m',
  '\u001b[1m▶ Writing src/catalogue/cache.js\u001b[0m',
  '\u001b[1m▶ node --test test/cache.test.js\u001b[0m',
  '\u001b[32m✔ a product is read from the disk once (1.9ms)\u001b[0m',
  '\u001b[32m✔ a changed product is read again (1.2ms)\u001b[0m',
  '\u001b[32m✔ the cache holds 500 products at most (2.0ms)\u001b[0m',
];

const form = [
  '\u001b[1m▶ Reading docs/design/sign-in.md\u001b[0m',
  '  Errors stand beside the field they are about.',
  '\u001b[1m▶ Writing src/accounts/sign-in-form.js\u001b[0m',
  '\u001b[1m▶ Writing test/sign-in-form.test.js\u001b[0m',
  '\u001b[32m✔ an empty field is named (0.9ms)\u001b[0m',
  '\u001b[32m✔ a wrong password keeps the address (1.1ms)\u001b[0m',
  '\u001b[1m▶ Checking it with a screen reader’s tree\u001b[0m',
];

const filter = [
  '\u001b[1m▶ Reading src/catalogue/search.js\u001b[0m',
  '\u001b[1m▶ Writing src/catalogue/filter.js\u001b[0m',
  '\u001b[1m▶ node --test\u001b[0m',
  '\u001b[32m✔ prices are compared in cents\u001b[0m',
  '\u001b[32m✔ a product without a size is left out\u001b[0m',
  '\u001b[33m! 1 test takes longer than 200 ms\u001b[0m',
  '\u001b[1m▶ Making the filter of sizes faster\u001b[0m',
];

/** Puts the work items in. */
export function addShop(app: ServedApp): void {
  const file = app.sign('shop.json');
  writeFileSync(file, JSON.stringify({ switchyard: 1, epics, tasks: tasksOf(app) }));
  app.cli('import', file);
}

const epics = [
  { id: 'accounts', title: 'Accounts', description: 'People sign in and keep their orders.' },
  { id: 'catalogue', title: 'Catalogue', description: 'Products are found quickly.' },
];

const account = { epic: 'accounts', labels: ['accounts'] };

function tasksOf(app: ServedApp): readonly object[] {
  return [...accountTasks(app), ...laterAccountTasks(), ...catalogueTasks(app)];
}

/** A script that is done at once. */
function small(name: string): string {
  return `echo 'export const made = true;' > ${name}.js\necho 'writing ${name}.js'`;
}

function accountTasks(app: ServedApp): readonly object[] {
  const ask = `echo 'Reading the rules for locked accounts'\nprintf 'Send a mail when an account is locked? (y/n) '\nread answer </dev/tty`;
  return [
    {
      ...account,
      id: 'AUTH-1',
      title: 'Store passwords as salted hashes',
      priority: 'P0',
      description: 'SHA-1 without a salt is no protection: use scrypt, with a salt for each.',
      acceptance_criteria: [
        'Two accounts with one password are stored differently',
        'Comparing takes the same time whatever differs',
      ],
      verify: ['node --test test/passwords.test.js'],
      script: `${writing('src/accounts/passwords.js', passwords)}\n${writing('test/passwords.test.js', passwordsTest)}`,
    },
    {
      ...account,
      id: 'AUTH-2',
      title: 'Sessions that end after a week',
      dependencies: ['AUTH-1'],
      acceptance_criteria: ['An old session asks to sign in again'],
      script: small('sessions'),
    },
    {
      ...account,
      id: 'AUTH-3',
      title: 'Sign-in form that says what is wrong, beside the field it is about',
      priority: 'P1',
      dependencies: ['AUTH-2'],
      acceptance_criteria: ['Errors are read out', 'The address stays', 'Enter submits'],
      script: working(app, form),
    },
    {
      ...account,
      id: 'AUTH-4',
      title: 'Lock an account after ten wrong passwords',
      dependencies: ['AUTH-2'],
      acceptance_criteria: ['The lock ends after an hour', 'Others are not told'],
      script: ask,
    },
  ];
}

function laterAccountTasks(): readonly object[] {
  return [
    {
      ...account,
      id: 'AUTH-5',
      title: 'Reset a forgotten password by mail',
      dependencies: ['AUTH-1'],
      acceptance_criteria: ['A link works once', 'It ends after an hour'],
      verify: [`echo 'not ok 2 - a link works once'; echo '  expected 410, got 200'; exit 1`],
      script: small('reset'),
    },
    {
      ...account,
      id: 'AUTH-6',
      title: 'Sign out on all devices',
      dependencies: ['AUTH-3'],
      script: small('sign-out'),
    },
    {
      ...account,
      id: 'AUTH-7',
      title: 'Second factor: codes of an authenticator app',
      dependencies: ['AUTH-3', 'AUTH-4'],
      acceptance_criteria: ['Ten recovery codes', 'A code works once'],
      script: small('codes'),
    },
  ];
}

function catalogueTasks(app: ServedApp): readonly object[] {
  const product = { epic: 'catalogue', labels: ['catalogue'] };
  return [
    {
      ...product,
      id: 'CAT-1',
      title: 'Search products by name',
      acceptance_criteria: ['Case and accents do not matter'],
      script: small('search'),
    },
    {
      ...product,
      id: 'CAT-2',
      title: 'Add caching to the catalogue',
      priority: 'P1',
      dependencies: ['CAT-1'],
      acceptance_criteria: ['500 products at most', 'A changed product is read again'],
      script: working(app, tests),
    },
    {
      ...product,
      id: 'CAT-3',
      title: 'Filter by price and size',
      dependencies: ['CAT-1'],
      acceptance_criteria: ['Prices in cents', 'Several sizes at once'],
      script: working(app, filter),
    },
    {
      ...product,
      id: 'CAT-4',
      title: 'Pictures in three sizes',
      priority: 'P3',
      script: small('p'),
    },
    { ...product, id: 'CAT-5', title: 'Compare two products side by side', script: small('c') },
    {
      ...product,
      id: 'CAT-6',
      title: 'Export the catalogue as CSV',
      dependencies: ['CAT-2', 'CAT-3'],
      acceptance_criteria: ['Opens in a spreadsheet without questions'],
      script: small('csv'),
    },
  ];
}
